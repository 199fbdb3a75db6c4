using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Proxy.Rewriting;
using DirectScorer = PromptCompressor.TestSupport.DirectScorer;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Everything compression can do wrong on the way to an upstream. The service is the real one; only what must fail is not.</summary>
public sealed class CompressorFaultTests : IDisposable, IClassFixture<SidecarFixture>
{
    /// <summary>A budget that no busy machine uses up.</summary>
    private const string Patient = "60000";

    private readonly FakeUpstream _upstream;

    public CompressorFaultTests(SidecarFixture fixture) => _upstream = fixture.Upstream;

    public static TheoryData<Exception, string> Failures => new()
    {
        { new InvalidOperationException("No such operator."), "compressor_error" },
        { new CompressionException(CompressionErrorKind.Model, "The model failed."), "compressor_error" },
        { new CompressionException(CompressionErrorKind.Overloaded, "The queue is full."), "overloaded" },
        { new CompressionException(CompressionErrorKind.NotReady, "The models are still loading."), "not_ready" },
    };

    public void Dispose() => _upstream.Reset();

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Failure_SendsTheOriginal(Exception failure, string reason)
    {
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address, services => new FaultyServices(services, new FailingCompressor(failure)), "--Proxy:TimeBudgetMilliseconds", Patient);
        var body = Body(seed: 6301);

        using var response = await PostAsync(sidecar, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"failed-open; reason={reason}", Status(response));
        Assert.Equal(body, Assert.Single(_upstream.Requests).Text);
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Failure_WithFailClosed_ReachesNobody(Exception failure, string reason)
    {
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address, services => new FaultyServices(services, new FailingCompressor(failure)), "--Proxy:FailClosed", "true", "--Proxy:TimeBudgetMilliseconds", Patient);

        using var response = await PostAsync(sidecar, Body(seed: 6302));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal($"failed-open; reason={reason}", Status(response));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("not_compressed", (string?)problem["code"]);
        Assert.DoesNotContain(failure.Message, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
    }

    [Theory]
    [InlineData(CompressionErrorKind.Overloaded, 503, 7)]
    [InlineData(CompressionErrorKind.NotReady, 503, 1)]
    [InlineData(CompressionErrorKind.TooLarge, 413, null)]
    public async Task Failure_OnHeadroomsRoute_SaysWhetherToTryAgain(CompressionErrorKind kind, int status, int? seconds)
    {
        var failure = new CompressionException(kind, "why") { RetryAfter = kind == CompressionErrorKind.Overloaded ? TimeSpan.FromSeconds(6.5) : null };
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, services => new FaultyServices(services, new FailingCompressor(failure)));

        using var response = await sidecar.Client.PostAsync(
            "/compat/headroom/v1/compress", new StringContent(Body(seed: 6305), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal((status, seconds), ((int)response.StatusCode, (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds));
        Assert.Equal("why", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["message"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CompressorThatHangs_HoldsARequestNoLongerThanItsBudget(bool isDeaf)
    {
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address, services => new FaultyServices(services, new HangingCompressor(isDeaf)), "--Proxy:TimeBudgetMilliseconds", "100");
        var body = Body(seed: 6303);

        using var response = await PostAsync(sidecar, body);

        Assert.Equal("failed-open; reason=time_budget", Status(response));
        Assert.Equal(body, Assert.Single(_upstream.Requests).Text);
    }

    [Fact]
    public async Task WhatWasScoredBeforeTheTimeRanOut_IsNotScoredAgain()
    {
        const int Quick = 5;
        var scorer = new SlowScorer(Quick);
        CachedSegments<SegmentText, SegmentScores>? scores = null;
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address,
            services => new FaultyServices(services, new ExtractiveCompressor(scores ??= new CachedSegments<SegmentText, SegmentScores>(scorer, services.GetRequiredService<ISegmentCache>()))),
            "--Proxy:TimeBudgetMilliseconds",
            "2000");
        var body = Body(seed: 6304, words: 3000);

        using var first = await PostAsync(sidecar, body);
        var inTime = scorer.Scored.ToArray();
        scorer.Hurry();
        using var second = await PostAsync(sidecar, body);

        Assert.Equal(("failed-open; reason=time_budget", "compressed"), (Status(first), Status(second)));
        Assert.Equal(Quick, inTime.Length);
        Assert.True(scorer.Scored.Count > Quick);
        Assert.Distinct(scorer.Scored);
    }

    private static string Body(int seed, int words = 600) =>
        $$"""{"model":"gpt-4o","messages":[{"role":"tool","tool_call_id":"call_1","content":{{JsonSerializer.Serialize(Texts.Fresh(words, seed))}}}]}""";

    private static Task<HttpResponseMessage> PostAsync(SidecarHost sidecar, string body) =>
        sidecar.Client.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private static string Status(HttpResponseMessage response) => response.Headers.GetValues("x-promptcompressor-status").Single();

    private sealed class FaultyServices(IServiceProvider services, IPromptCompressor compressor) : IRewriteServices
    {
        public bool IsReady => true;

        public IPromptCompressor CompressorOf(bool isByContent) => compressor;

        public SoftModel? Soft => null;

        public ITokenCounter CounterOf(string llm) => services.GetRequiredService<ITokenCounters>().Find(llm)!;
    }

    private sealed class FailingCompressor(Exception failure) : IPromptCompressor
    {
        public string Name => "failing";

        public ModelIdentity Model { get; } = new("none", "0");

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation) => Task.FromException<CompressionResult>(failure);
    }

    /// <param name="isDeaf">Does not even stop when told to.</param>
    private sealed class HangingCompressor(bool isDeaf) : IPromptCompressor
    {
        public string Name => "hanging";

        public ModelIdentity Model { get; } = new("none", "0");

        public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, isDeaf ? CancellationToken.None : cancellation);
            throw new InvalidOperationException("It cannot come to this.");
        }
    }

    /// <summary>Scores a few segments at once, and then none until it is told to hurry.</summary>
    private sealed class SlowScorer(int quick) : DirectScorer
    {
        private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public ConcurrentBag<string> Scored { get; } = [];

        public override ModelIdentity Model { get; } = new("slow", new string('0', 64));

        public override int Parallelism => 1;

        public void Hurry() => _hurry.SetResult();

        protected override async ValueTask<Score[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _begun) > quick)
            {
                await _hurry.Task.WaitAsync(cancellation);
            }

            Scored.Add(segment.Span.Of(segment.Text).ToString());
            return [.. segment.Words.Select((_, i) => new Score((byte)(i * 37)))];
        }
    }
}
