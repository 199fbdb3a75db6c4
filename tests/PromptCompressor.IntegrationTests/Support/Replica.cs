using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>A service in a process of its own, and a client of it.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ServiceProcess _service;

    private Replica(ServiceProcess service)
    {
        _service = service;
        Client = new HttpClient { BaseAddress = service.Address, Timeout = Patience };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it is ready and, where it is told of one, Redis has answered.</summary>
    public static async Task<Replica> StartAsync(params string[] settings)
    {
        var replica = new Replica(await ServiceProcess.StartAsync(settings));
        try
        {
            if (settings.Contains("--Cache:Redis:ConnectionString"))
            {
                await replica.UntilRedisAsync(redis => (string)redis["state"]! == "up");
            }

            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonObject?> RedisAsync() => (await Client.GetJsonAsync("/v1/cache"))["redis"]?.AsObject();

    public async Task UntilRedisAsync(Func<JsonObject, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition((await RedisAsync())!))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <inheritdoc cref="ServiceProcess.TerminateAsync"/>
    public Task TerminateAsync() => _service.TerminateAsync();

    /// <inheritdoc cref="ServiceProcess.ExitAsync"/>
    public Task<int> ExitAsync() => _service.ExitAsync();

    /// <summary>Asks it to stop and waits.</summary>
    /// <returns>What it has logged since it listens.</returns>
    public async Task<string> StopAsync()
    {
        await TerminateAsync();
        await ExitAsync();
        return _service.Log;
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _service.DisposeAsync();
    }
}
