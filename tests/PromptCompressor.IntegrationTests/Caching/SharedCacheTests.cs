using PromptCompressor.Server.Caching;
using PromptCompressor.TestSupport;
using StackExchange.Redis;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>What replicas share, on each server of the protocol that is at hand.</summary>
public sealed class SharedCacheTests
{
    private const string Garnet = "garnet";
    private const string Redis = "redis";

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Get_WhatAnotherReplicaStored_IsFound(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var a = await CacheHost.StartReadyAsync(backend.ConnectionString);
        await using var b = await CacheHost.StartReadyAsync(backend.ConnectionString);
        var texts = CacheHost.Texts(2000);

        await a.SetSharedAsync(texts);
        var values = await b.GetAsync([.. texts, "new"]);

        Assert.Equal([.. texts.Select(CacheHost.Value), null], values);
        Assert.Equal((2000L, 1L, 2000), (b.Counters.Hits, b.Counters.Misses, b.Memory.Count));
        await b.GetAsync(texts);
        Assert.Equal(2000L, b.Counters.Hits);
    }

    [Fact]
    public async Task Get_ManySegments_IsAFewCommandsAtOnce()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString);
        await using var client = await backend.ConnectAsync();

        await host.GetAsync(CacheHost.Texts(2000));

        var commands = (await client.GetServers()[0].InfoAsync("commandstats")).SelectMany(section => section).ToDictionary(line => line.Key, line => line.Value);
        Assert.StartsWith("calls=4,", commands["cmdstat_mget"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Get_DamagedValues_AreMissesAndLaterMended(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("MaxValueBytes", "1000"));
        await using var client = await ConnectionMultiplexer.ConnectAsync(backend.ConnectionString);
        var database = client.GetDatabase();
        string[] texts = ["good", "corrupt", "short", "empty", "foreign", "old layout", "huge", "other type"];
        await host.SetSharedAsync(texts);
        var names = new RedisKeys("promptcompressor:");

        await FlipLastByteAsync("corrupt");
        await database.StringSetAsync(NameOf("short"), new byte[] { 1, 2, 3 });
        await database.StringSetAsync(NameOf("empty"), "");
        await database.StringSetAsync(NameOf("foreign"), await database.StringGetAsync(NameOf("good")));
        await database.StringSetAsync(NameOf("old layout"), (byte[])[1, .. (byte[])(await database.StringGetAsync(NameOf("old layout")))!]);
        await database.StringSetAsync(NameOf("huge"), SegmentValue.Encode(CacheHost.Key("huge"), new byte[1001]));
        await database.KeyDeleteAsync(NameOf("other type"));
        await database.ListLeftPushAsync(NameOf("other type"), "item");
        var values = await host.GetSharedAsync(texts);

        Assert.Equal([CacheHost.Value("good"), null, null, null, null, null, null, null], values);
        Assert.Equal((6L, 0L), (host.Counters.Corrupt, host.Redis.Reads.Failed));
        await host.SetSharedAsync(texts);
        Assert.Equal(texts.Select(CacheHost.Value), await host.GetSharedAsync(texts));
        Assert.Empty(host.Log.Warnings);

        RedisKey NameOf(string text) => names.Of(CacheHost.Key(text));

        async Task FlipLastByteAsync(string text)
        {
            var stored = (byte[])(await database.StringGetAsync(NameOf(text)))!;
            stored[^1] ^= 1;
            await database.StringSetAsync(NameOf(text), stored);
        }
    }

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Set_TooLarge_StaysInMemory(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("MaxValueBytes", "300"));

        await host.Cache.SetManyAsync(new[] { CacheHost.Key("large") }, new[] { new byte[301] }, CancellationToken.None);
        await host.SetSharedAsync("small");

        Assert.NotNull((await host.GetAsync("large"))[0]);
        Assert.Equal([null, CacheHost.Value("small")], await host.GetSharedAsync("large", "small"));
    }

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Get_AfterTheTimeToLive_IsAMiss(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("TtlSeconds", "2"));
        await host.SetSharedAsync("a");
        Assert.NotNull((await host.GetSharedAsync("a"))[0]);

        await Eventually.TrueAsync(async () => (await host.GetSharedAsync("a"))[0] is null);
    }

    [Theory]
    [InlineData(Garnet, true)]
    [InlineData(Redis, true)]
    [InlineData(Garnet, false)]
    [InlineData(Redis, false)]
    public async Task Get_SlidingTimeToLive_BeginsAnew(string server, bool isSliding)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var host = await CacheHost.StartReadyAsync(backend.ConnectionString, ("TtlSeconds", "1000"), ("SlidingTtl", $"{isSliding}"));
        await using var client = await ConnectionMultiplexer.ConnectAsync(backend.ConnectionString);
        var name = new RedisKeys("promptcompressor:").Of(CacheHost.Key("a"));
        await host.SetSharedAsync("a");
        await client.GetDatabase().KeyExpireAsync(name, TimeSpan.FromSeconds(100));

        await host.GetSharedAsync("a");
        await host.GetSharedAsync("b");

        var left = await client.GetDatabase().KeyTimeToLiveAsync(name);
        Assert.Equal(isSliding, left > TimeSpan.FromSeconds(500));
    }

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Clear_RemovesItsNamespaceAlone(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        await using var a = await CacheHost.StartReadyAsync(backend.ConnectionString);
        a.Space = "a";
        await using var b = await CacheHost.StartReadyAsync(backend.ConnectionString);
        b.Space = "b";
        var texts = CacheHost.Texts(1500);
        await a.SetSharedAsync(texts);
        Assert.Null((await b.GetAsync(texts[0]))[0]);
        await b.SetSharedAsync(texts[0]);

        Assert.Equal(1500, await a.ClearAsync());

        Assert.All(await a.GetSharedAsync(texts), Assert.Null);
        Assert.NotNull((await b.GetSharedAsync(texts[0]))[0]);
    }

    [Theory]
    [InlineData(Garnet)]
    [InlineData(Redis)]
    public async Task Stop_StoresWhatWaits(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        var texts = CacheHost.Texts(3000);
        await using (var a = await CacheHost.StartReadyAsync(backend.ConnectionString))
        {
            await a.SetAsync(texts);
        }

        await using var b = await CacheHost.StartReadyAsync(backend.ConnectionString);

        Assert.Equal(texts.Select(CacheHost.Value), await b.GetAsync(texts));
    }
}
