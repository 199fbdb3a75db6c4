using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PromptCompressor.TestSupport;

/// <summary>A real service in a process of its own, on a free port of loopback, and what it takes of the machine.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private const int LinesKept = 10_000;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _log = new();

    private ServiceProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        _reading = ReadLogAsync();
    }

    /// <summary>Settings for small models with random weights, where it does not matter what the model thinks: it starts in a fraction of the time and memory.</summary>
    public static string[] TinyModels { get; } = ["--Engine:ModelsPath", Path.Combine(TestPaths.Golden, "exported"), "--Engine:DefaultModel", "tiny-xlm-roberta"];

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>The newest lines of its log.</summary>
    public string Log => string.Join('\n', _log);

    public bool HasExited => _process.HasExited;

    /// <summary>Resident memory in MiB.</summary>
    public double Memory => Status("VmRSS") / 1024;

    public int Threads => (int)Status("Threads");

    /// <summary>Open files and sockets.</summary>
    public int Handles => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Such as <c>--Engine:Workers 1</c>.</param>
    public static async Task<ServiceProcess> StartAsync(params string[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.dll");
        string[] all = [program, "serve", "--urls", "http://127.0.0.1:0", "--Shutdown:DelaySeconds", "0", .. settings];
        var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true })!;
        try
        {
            using var patience = new CancellationTokenSource(StartTime);
            var service = new ServiceProcess(process, await AddressOfAsync(process, patience.Token));
            await Eventually.ReadyAsync(service.Client, () => !process.HasExited);
            return service;
        }
        catch
        {
            // Left alone it would go on after whoever started it.
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public Task TerminateAsync() => TerminateAsync(_process);

    /// <inheritdoc cref="TerminateAsync()"/>
    public static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code, once it has stopped by itself.</returns>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(StartTime);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop and waits.</summary>
    /// <returns>What it has logged since it listens.</returns>
    public async Task<string> StopAsync()
    {
        await TerminateAsync();
        await ExitAsync();
        return Log;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    // In a line of its own or in JSON.
    [GeneratedRegex("(?<=Now listening on: )http://[0-9.:]+")]
    private static partial Regex Listening();

    private static async Task<Uri> AddressOfAsync(Process process, CancellationToken cancellation)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Listening().Match(line) is { Success: true } address)
            {
                return new Uri(address.Value);
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (_log.Count > LinesKept)
            {
                _log.TryDequeue(out _);
            }
        }
    }

    private double Status(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
