using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.TestSupport;
using StackExchange.Redis;
using static PromptCompressor.IntegrationTests.Proxy.ToolChat;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>One text that is late, beside others, on the way to an upstream. The service is the real one; its compressor never ends with prose.</summary>
public sealed class LateTextTests : IDisposable, IClassFixture<SidecarFixture>
{
    private static readonly string Prose = Texts.Fresh(600, seed: 6501);
    private static readonly string Log = string.Concat(Enumerable.Range(0, 200).Select(i => $"2026-03-01T10:{i / 60:00}:{i % 60:00}Z INFO worker-3 request {i} done in 12 ms\n"));

    private readonly FakeUpstream _upstream;

    public LateTextTests(SidecarFixture fixture) => _upstream = fixture.Upstream;

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task Structure_IsCompressed_BesideProseThatIsLate()
    {
        await using var sidecar = await StartAsync();

        using var response = await PostAsync(sidecar, Tool(Prose), Tool(Log));

        var sent = Sent(_upstream.Requests.Single().Text);
        Assert.Equal(("compressed", "time_budget=1"), (Header(response, "status"), Header(response, "skipped-texts")));
        Assert.Equal(Prose, sent[0]);
        Assert.True(sent[1].Length < Log.Length / 4);
        Assert.Equal(1, (int)(await sidecar.Client.GetJsonAsync("/v1/proxy"))["skipped_texts"]!["time_budget"]!);
    }

    [Theory]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task LateText_GoesAsItCame_OnAnotherReplicaToo(string server)
    {
        await using var redis = await IRedisBackend.StartAsync(server);
        await using var a = await StartAsync("--Cache:Redis:ConnectionString", redis.ConnectionString);
        await using var b = await (await SidecarHost.StartAsync(
            _upstream.Address, "--Proxy:TimeBudgetMilliseconds", "60000", "--Cache:Redis:ConnectionString", redis.ConnectionString)).UntilReadyAsync();
        await Task.WhenAll(a.UntilRedisAsync(), b.UntilRedisAsync());
        string[] first = [Tool(Prose), Tool(Log)];

        using var late = await PostAsync(a, first);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "*:raw:*").Any());
        using var next = await PostAsync(b, [.. first, """{"role":"assistant","content":"I see."}""", Tool(Texts.Fresh(600, seed: 6502))]);

        var (before, after) = (Sent(_upstream.Requests[0].Text), Sent(_upstream.Requests[1].Text));
        Assert.Equal("kinds=1, raw_before=1", Header(next, "skipped-texts"));
        Assert.Equal(before, after[..2]);
        Assert.True(after[3].Length < Prose.Length * 0.8);
    }

    /// <summary>A Redis that starts empty, or throws old marks away, must not turn a text that the provider has raw in its cache into another one.</summary>
    [Theory]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task LateText_GoesAsItCame_ThoughRedisLostItsMark_WhichIsWrittenAgain(string server)
    {
        await using var redis = await IRedisBackend.StartAsync(server);
        var hurry = new TaskCompletionSource();
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address, services => new LaterServices(services, hurry.Task), "--Proxy:TimeBudgetMilliseconds", "4000", "--Cache:Redis:ConnectionString", redis.ConnectionString);
        await (await sidecar.UntilReadyAsync()).UntilRedisAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        using var late = await PostAsync(sidecar, Tool(Prose));
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "*:raw:*").Any());
        hurry.SetResult();

        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
        using var next = await PostAsync(sidecar, Tool(Prose), """{"role":"assistant","content":"I see."}""");

        Assert.Equal("kinds=1, raw_before=1", Header(next, "skipped-texts"));
        Assert.Equal(Prose, Sent(_upstream.Requests[1].Text)[0]);
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "*:raw:*").Any());
    }

    /// <summary>What another replica has sent compressed since, before it was answered, is compressed from then on here as well.</summary>
    [Fact]
    public async Task LateText_ThatAnotherReplicaSentCompressed_IsForgotten()
    {
        await using var redis = await IRedisBackend.StartAsync("garnet");
        var hurry = new TaskCompletionSource();
        string[] settings = ["--Proxy:TimeBudgetMilliseconds", "4000", "--Cache:Redis:ConnectionString", redis.ConnectionString];
        await using var a = await SidecarHost.StartAsync(_upstream.Address, services => new LaterServices(services, hurry.Task), settings);
        await using var b = await SidecarHost.StartAsync(_upstream.Address, services => new LaterServices(services, Task.CompletedTask), settings);
        await Task.WhenAll(a.UntilReadyAsync(), b.UntilReadyAsync(), a.UntilRedisAsync(), b.UntilRedisAsync());
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);

        using var late = await PostAsync(a, Tool(Prose));
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "*:raw:*").Any());
        using var again = await PostAsync(b, Tool(Prose));
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "*:raw:*:compressed").Any());
        hurry.SetResult();
        using var next = await PostAsync(a, Tool(Prose), """{"role":"assistant","content":"I see."}""");

        Assert.Equal(("failed-open; reason=time_budget", "compressed", "compressed"), (Header(late, "status"), Header(again, "status"), Header(next, "status")));
        Assert.Equal(Sent(_upstream.Requests[1].Text)[0], Sent(_upstream.Requests[2].Text)[0]);
    }

    private Task<SidecarHost> StartAsync(params string[] settings) => SidecarHost.StartAsync(
        _upstream.Address, services => new LateServices(services), ["--Proxy:TimeBudgetMilliseconds", "4000", .. settings]);

    /// <summary>The service's own compressor of structure, over words that never come.</summary>
    private sealed class LateServices(IServiceProvider services) : IRewriteServices
    {
        public bool IsReady => true;

        public SoftModel? Soft => null;

        public IPromptCompressor CompressorOf(bool isByContent) => new ContentCompressor(new NeverReady());

        public ITokenCounter CounterOf(string llm) => services.GetRequiredService<ITokenCounters>().Find(llm)!;
    }

    private sealed class NeverReady : IPromptCompressor
    {
        public string Name => "never ready";

        public ModelIdentity Model { get; } = new("none", "0");

        public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("It cannot come to this.");
        }
    }

    /// <summary>The service's own, once a task has ended.</summary>
    private sealed class LaterServices(IServiceProvider services, Task until) : IRewriteServices
    {
        private readonly RewriteServices _own = ActivatorUtilities.CreateInstance<RewriteServices>(services);

        public bool IsReady => _own.IsReady;

        public SoftModel? Soft => null;

        public IPromptCompressor CompressorOf(bool isByContent) => new ReadyAfter(until, _own.CompressorOf(isByContent));

        public ITokenCounter CounterOf(string llm) => _own.CounterOf(llm);
    }

    private sealed class ReadyAfter(Task until, IPromptCompressor own) : IPromptCompressor
    {
        public string Name => own.Name;

        public ModelIdentity Model => own.Model;

        public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            await until.WaitAsync(cancellation);
            return await own.CompressAsync(request, cancellation);
        }
    }
}
