using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>What can befall Redis: always misses, never errors or long waits; each change is logged once.</summary>
public sealed class RedisFaultTests
{
    private static readonly (string Name, string Value) Quick = ("GetTimeoutMilliseconds", "500");

    [Fact]
    public async Task RedisAbsentAtStart_ServesFromMemory_AndConnectsLater()
    {
        var port = FreePort.Find();
        await using var host = await CacheHost.StartAsync($"127.0.0.1:{port},connectTimeout=500");
        await host.SetAsync("a");

        await host.UntilAsync(() => host.State.Reads == false);
        Assert.NotNull((await host.GetAsync("a"))[0]);
        await AssertNoneTriesAsync(host);

        await using var backend = new GarnetBackend(port);
        await host.UntilReadsAsync();
        await host.SetSharedAsync("b");
        Assert.NotNull((await host.GetSharedAsync("b"))[0]);
        Assert.Single(host.Log.Warnings);
        Assert.Single(host.Log.Infos);
    }

    [Fact]
    public async Task RedisHangs_RequestsGoOn_UntilItAnswersAgain()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("CheckMilliseconds", "1000"), Quick);
        await host.SetSharedAsync("a");

        await backend.HangAsync();
        await LookUpAsync(host, 5);
        await host.UntilAsync(() => host.State.Reads == false);
        await AssertNoneTriesAsync(host);
        Assert.True(host.Redis.Reads.TimedOut > 0);
        Assert.Contains("(timeout)", Assert.Single(host.Log.Warnings), StringComparison.Ordinal);

        await backend.GoOnAsync();
        await host.UntilReadsAsync();
        Assert.NotNull((await host.GetSharedAsync("a"))[0]);
        Assert.Equal(2, host.Log.Infos.Count());
    }

    [Fact]
    public async Task RedisHangs_WithoutRequests_IsFoundByTheCheck()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, Quick);

        await backend.HangAsync();
        await host.UntilAsync(() => host.State.Reads == false);

        await AssertNoneTriesAsync(host);
        Assert.Equal(0, host.Redis.Reads.TimedOut);
    }

    [Fact]
    public async Task RedisDies_UnderLoad_NoRequestFails()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString);
        var texts = CacheHost.Texts(500);
        await host.SetSharedAsync(texts);
        using var enough = new CancellationTokenSource();
        var rounds = 0;
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(LoadAsync)).ToArray();

        await UntilRoundsAsync(more: 20);
        await backend.KillAsync();
        await host.UntilAsync(() => host.State.Reads == false);
        await UntilRoundsAsync(more: 20);
        await backend.RestartAsync();
        await host.UntilReadsAsync();
        await host.SetSharedAsync("again");
        Assert.NotNull((await host.GetSharedAsync("again"))[0]);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        Assert.Single(host.Log.Warnings, line => line.Contains("does not answer", StringComparison.Ordinal));

        async Task LoadAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                await host.GetSharedAsync(texts);
                await host.SetAsync(texts[..10]);
                Interlocked.Increment(ref rounds);
                await Task.Yield();
            }
        }

        Task UntilRoundsAsync(int more)
        {
            var before = Volatile.Read(ref rounds);
            return Task.WhenAny(host.UntilAsync(() => Volatile.Read(ref rounds) >= before + more), Task.WhenAll(load)).Unwrap();
        }
    }

    [Fact]
    public async Task RedisFull_StillReads()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString);
        await host.SetSharedAsync("a");
        await using var client = await backend.ConnectAsync();
        await client.GetServers()[0].ConfigSetAsync("maxmemory", "1");

        await SetUntilAsync(host, writes: false);
        Assert.NotNull((await host.GetSharedAsync("a"))[0]);
        Assert.Contains("(OOM)", Assert.Single(host.Log.Warnings), StringComparison.Ordinal);

        await client.GetServers()[0].ConfigSetAsync("maxmemory", "0");
        host.SkipBreak();
        await SetUntilAsync(host, writes: true);
        await host.SetSharedAsync("stored");
    }

    [Fact]
    public async Task RedisReadOnlyReplica_StillReads()
    {
        await using var primary = await RedisBackend.StartAsync("--repl-diskless-sync-delay", "0");
        await using var backend = await RedisBackend.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        await using var source = await CacheHost.StartReadyAsync(primary.ConnectionString);
        await source.SetSharedAsync("a");
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("SlidingTtl", "true"));
        await Eventually.TrueAsync(async () => (await host.GetSharedAsync("a"))[0] is not null);

        await SetUntilAsync(host, writes: false);
        Assert.NotNull((await host.GetSharedAsync("a"))[0]);
        Assert.Equal(0, host.Redis.Reads.Failed);
        Assert.Single(host.Log.Warnings);
    }

    [Fact]
    public async Task RedisWrongPassword_ServesFromMemory_AndNobodyReadsThePassword()
    {
        await using var backend = await RedisBackend.StartAsync("--requirepass", "right");
        await using var host = await CacheHost.StartAsync($"{backend.ConnectionString},password=wr0ng-s3cret,connectTimeout=5000");
        await host.SetAsync("a");

        await host.UntilAsync(() => host.State.Reads == false);
        Assert.NotNull((await host.GetAsync("a"))[0]);
        await AssertNoneTriesAsync(host);
        var warning = Assert.Single(host.Log.Warnings);
        Assert.Contains(backend.ConnectionString, warning, StringComparison.Ordinal);
        await host.UntilAsync(() => host.State.Failure == "AuthenticationFailure");
        Assert.All(host.Log.All, line => Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal));

        await using var client = await backend.ConnectAsync(",password=right");
        await client.GetServers()[0].ConfigSetAsync("requirepass", "wr0ng-s3cret");
        await host.UntilReadsAsync();
        Assert.Null(host.State.Failure);
        await host.SetSharedAsync("b");
    }

    /// <summary>Stores one value after the other until the service writes to Redis, or no more.</summary>
    private static async Task SetUntilAsync(CacheHost host, bool writes)
    {
        var values = 0;
        await Eventually.TrueAsync(async () =>
        {
            await host.SetAsync($"value {values++}");
            return host.State.Writes == writes;
        });
    }

    private static async Task LookUpAsync(CacheHost host, int requests)
    {
        var texts = Enumerable.Range(0, 50).Select(i => $"missing {i}").ToArray();
        for (var i = 0; i < requests; i++)
        {
            await host.GetAsync(texts);
        }
    }

    /// <summary>While Redis is known to be away no request tries it, and so none is slowed down.</summary>
    private static async Task AssertNoneTriesAsync(CacheHost host)
    {
        const int Requests = 200;
        var reads = host.Redis.Reads;
        var (tried, rejected) = (reads.TimedOut + reads.Failed, reads.Rejected);

        await LookUpAsync(host, Requests);

        Assert.Equal((tried, rejected + Requests), (reads.TimedOut + reads.Failed, reads.Rejected));
    }
}
