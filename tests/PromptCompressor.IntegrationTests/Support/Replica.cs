using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>A service in a process of its own.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task _log;

    private Replica(Process process, Uri address, Task log)
    {
        _process = process;
        _log = log;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it is ready and, where it is told of one, Redis has answered.</summary>
    public static async Task<Replica> StartAsync(params string[] settings)
    {
        using var patience = new CancellationTokenSource(StartTime);
        var process = ServerProcess.Start(["serve", "--urls", "http://127.0.0.1:0", .. settings]);
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());
            if (line.Split(Listening) is [_, var address])
            {
                // Nobody reads the rest, but somebody must take it.
                var replica = new Replica(process, new Uri(address), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
                await replica.UntilReadyAsync(patience.Token);
                return replica;
            }
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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }

    private async Task UntilReadyAsync(CancellationToken cancellation)
    {
        while ((await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, cancellation);
        }

        while (await RedisAsync() is { } redis && (string)redis["state"]! != "up")
        {
            await Task.Delay(50, cancellation);
        }
    }
}
