using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>A service in a process of its own.</summary>
internal sealed partial class Replica : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _log;

    private Replica(Process process, Uri address, Task<string> log)
    {
        (_process, _log) = (process, log);
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it is ready and, where it is told of one, Redis has answered.</summary>
    public static async Task<Replica> StartAsync(params string[] settings)
    {
        using var patience = new CancellationTokenSource(StartTime);
        var process = ServerProcess.Start(["serve", "--urls", "http://127.0.0.1:0", .. settings]);
        try
        {
            while (true)
            {
                var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());
                if (Address().Match(line) is { Success: true } address)
                {
                    // Nobody may read the rest, but somebody must take it.
                    var replica = new Replica(process, new Uri(address.Value), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
                    await replica.UntilReadyAsync(settings.Contains("--Cache:Redis:ConnectionString"), patience.Token);
                    return replica;
                }
            }
        }
        catch
        {
            // Left alone it would go on after the tests.
            process.Kill();
            throw;
        }
    }

    public async Task<JsonObject?> RedisAsync() => (await Client.GetJsonAsync("/v1/cache"))["redis"]?.AsObject();

    public async Task UntilRedisAsync(Func<JsonObject, bool> condition)
    {
        using var patience = new CancellationTokenSource(StartTime);
        while (!condition((await RedisAsync())!))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code, once it has stopped by itself.</returns>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(StartTime);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop and waits.</summary>
    /// <returns>All it has logged since it listens.</returns>
    public async Task<string> StopAsync()
    {
        await TerminateAsync();
        await ExitAsync();
        return await _log;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }

    [GeneratedRegex("(?<=Now listening on: )http://[0-9.:]+")]
    private static partial Regex Address();

    private async Task UntilReadyAsync(bool withRedis, CancellationToken cancellation)
    {
        while ((await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, cancellation);
        }

        while (withRedis && await RedisAsync() is { } redis && (string)redis["state"]! != "up")
        {
            await Task.Delay(50, cancellation);
        }
    }
}
