using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace PromptCompressor.Benchmarks.Proxy;

/// <summary>
/// The service in a process of its own, that collects its garbage when told to: for each line that it reads it writes what is left of the managed heap
/// and its working set, both in bytes.
/// </summary>
internal sealed class CollectingSidecar : IDisposable
{
    public const string Command = "sidecar";

    private const string Ready = "ready ";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private CollectingSidecar(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts this program once more, and waits until its models are loaded.</summary>
    public static async Task<CollectingSidecar> StartAsync(string upstream)
    {
        using var patience = new CancellationTokenSource(StartTime);
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CollectingSidecar).Assembly.Location, Command, upstream])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException("The sidecar did not start.");
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return new CollectingSidecar(process, new Uri(line[Ready.Length..]));
            }
        }
    }

    /// <summary>What the other process does.</summary>
    public static async Task RunAsync(string upstream)
    {
        await using var app = Server.Program.BuildApp(["--urls", "http://127.0.0.1:0", "--Proxy:Upstream", upstream, "--Logging:LogLevel:Default", "Warning"]);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        while (!(await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
        {
            await Task.Delay(100);
        }

        Console.WriteLine(Ready + client.BaseAddress);
        while (Console.ReadLine() is not null)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: false)} {Environment.WorkingSet}"));
        }
    }

    /// <returns>Bytes of the managed heap and of the working set after a full collection.</returns>
    public async Task<(long Managed, long WorkingSet)> CollectAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var numbers = (await _process.StandardOutput.ReadLineAsync() ?? throw new EndOfStreamException("The sidecar has ended.")).Split(' ');
        return (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
