using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PromptCompressor.TestSupport;

/// <summary>A real service in a process of its own, on a free port of loopback, and what it takes of the machine.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int LinesKept = 60;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _log = new();

    private ServiceProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _reading = ReadLogAsync();
    }

    public Uri Address { get; }

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
        string[] all = [program, "serve", "--urls", "http://127.0.0.1:0", .. settings];
        var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(StartTime);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Split(Listening) is [_, var address])
            {
                var service = new ServiceProcess(process, new Uri(address));
                await service.UntilReadyAsync(patience.Token);
                return service;
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task UntilReadyAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (!(await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation)).IsSuccessStatusCode)
        {
            await Task.Delay(100, cancellation);
        }
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
