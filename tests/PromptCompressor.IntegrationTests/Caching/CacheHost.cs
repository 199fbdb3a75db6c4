using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>The cache of one replica, as the service sets it up, without the service.</summary>
internal sealed class CacheHost : IAsyncDisposable
{
    private readonly IHost _host;

    private readonly SkippableTime _time;

    private CacheHost(IHost host, LogLines log, SkippableTime time)
    {
        _host = host;
        _time = time;
        Log = log;
    }

    public LogLines Log { get; }

    public string Space { get; set; } = "default";

    public ISegmentCache Cache => Get<ISegmentCache>();

    public MemorySegmentCache Memory => Get<MemorySegmentCache>();

    public RedisCounters Counters => Get<RedisCounters>();

    public RedisStatus State => Get<RedisStatus>();

    public RedisSegmentCache Redis => Get<RedisSegmentCache>();

    /// <param name="connectionString">Where Redis is.</param>
    /// <param name="settings">More of <c>Cache:Redis</c>. Unless given, reads have two seconds, so that a busy machine loses none.</param>
    public static async Task<CacheHost> StartAsync(string connectionString, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        (string Name, string Value)[] usual = [("ConnectionString", connectionString), ("CheckMilliseconds", "100"), ("GetTimeoutMilliseconds", "2000")];
        foreach (var (name, value) in usual.Concat(settings))
        {
            builder.Configuration.AddInMemoryCollection([new($"Cache:Redis:{name}", value)]);
        }

        var log = new LogLines();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        var time = new SkippableTime();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSegmentCache().AddRedisCache(builder.Configuration);
        var host = new CacheHost(builder.Build(), log, time);
        await host._host.StartAsync();
        return host;
    }

    /// <summary>As <see cref="StartAsync"/>, but waits until Redis has answered.</summary>
    public static async Task<CacheHost> StartReadyAsync(string connectionString, params (string Name, string Value)[] settings)
    {
        var host = await StartAsync(connectionString, settings);
        await host.UntilReadsAsync();
        return host;
    }

    public static SegmentKey Key(string text) => Key("default", text);

    /// <summary>A value that tells its text.</summary>
    public static byte[] Value(string text) => System.Text.Encoding.UTF8.GetBytes(text + new string('.', 200));

    public static string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => $"segment {i}")];

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<byte[]?[]> GetAsync(params string[] texts)
    {
        var values = new byte[]?[texts.Length];
        await Cache.GetManyAsync(texts.Select(text => Key(Space, text)).ToArray(), values, CancellationToken.None);
        return values;
    }

    /// <summary>Asks Redis and not the memory.</summary>
    public async Task<byte[]?[]> GetSharedAsync(params string[] texts)
    {
        Memory.Clear(Space);
        return await GetAsync(texts);
    }

    public async Task SetAsync(params string[] texts) =>
        await Cache.SetManyAsync(texts.Select(text => Key(Space, text)).ToArray(), texts.Select(Value).ToArray(), CancellationToken.None);

    /// <summary>Stores values and waits until Redis has them.</summary>
    public async Task SetSharedAsync(params string[] texts)
    {
        var written = Counters.Written;
        await SetAsync(texts);
        await UntilAsync(() => Counters.Written - written >= texts.Length);
    }

    public Task<long> ClearAsync() => Get<RedisSegmentStore>().ClearAsync(Space, CancellationToken.None);

    public async Task UntilAsync(Func<bool> condition)
    {
        try
        {
            await Eventually.TrueAsync(condition);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not happen. The log: {string.Join('\n', Log.All)}");
        }
    }

    /// <summary>Waits until Redis is read from, without the time for which a breaker that requests have opened stays open.</summary>
    public Task UntilReadsAsync()
    {
        SkipBreak();
        return UntilAsync(() => State.Reads == true);
    }

    public void SkipBreak() => _time.Skip(RedisSegmentCache.Break);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static SegmentKey Key(string space, string text) => SegmentKey.Of(new CacheScope(space, "scores/3", "model", "hash"), text);
}
