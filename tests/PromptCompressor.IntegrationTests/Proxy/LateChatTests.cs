using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Forwarding;
using static PromptCompressor.IntegrationTests.Proxy.ToolChat;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Chats whose bodies are large, or of which none is compressed in time: what the provider has in its cache must not change on a later turn.</summary>
public sealed class LateChatTests : IDisposable, IClassFixture<SidecarFixture>
{
    private const string Answered = """{"role":"assistant","content":"I see."}""";

    /// <summary>Large enough that the body of the chat is one of those that threads of their own work on.</summary>
    private static readonly string Log = string.Concat(Enumerable.Range(0, 6000).Select(i => $"2026-03-01T{i / 3600:00}:{i / 60 % 60:00}:{i % 60:00}Z INFO worker-3 request {i} done in 12 ms\n"));
    private static readonly string Small = string.Concat(Enumerable.Range(0, 200).Select(i => $"2026-03-02T10:{i / 60:00}:{i % 60:00}Z INFO worker-4 order {i} sent in 11 ms\n"));

    private readonly FakeUpstream _upstream;

    public LateChatTests(SidecarFixture fixture) => _upstream = fixture.Upstream;

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task LargeChat_IsCompressed_WhileOtherLargeRequestsTakeTheirThreads()
    {
        await using var sidecar = await StartAsync("60000");
        using var release = new ManualResetEventSlim();
        var busy = Occupy(sidecar.Get<LargeWork>(), release);

        using var response = await PostAsync(sidecar, Tool(Log));

        Assert.Equal("compressed", Header(response, "status"));
        release.Set();
        await Task.WhenAll(busy);
    }

    [Fact]
    public async Task ChatThatIsLateAsAWhole_GoesAsItCame_OnLaterTurnsToo()
    {
        await using var sidecar = await StartAsync("1500");
        using var release = new ManualResetEventSlim();
        var busy = Occupy(sidecar.Get<LargeWork>(RequestRewriter.Threads), release);

        using var late = await PostAsync(sidecar, Tool(Log), Tool(Small));
        release.Set();
        await Task.WhenAll(busy);
        using var next = await PostAsync(sidecar, Tool(Log), Tool(Small), Answered, Tool(Small + "and one more"));

        Assert.Equal(("failed-open; reason=time_budget", "time_budget=2"), (Header(late, "status"), Header(late, "skipped-texts")));
        Assert.Equal(("compressed", "kinds=1, raw_before=2"), (Header(next, "status"), Header(next, "skipped-texts")));
        var (before, after) = (Sent(_upstream.Requests[0].Text), Sent(_upstream.Requests[1].Text));
        Assert.Equal([Log, Small], before);
        Assert.Equal(before, after[..2]);
        Assert.True(after[3].Length < Small.Length / 4);
    }

    [Fact]
    public async Task ChatWhileModelsLoad_GoesAsItCame_OnLaterTurnsToo()
    {
        using var gate = new LoadingGate();
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, gate.Into, "--Proxy:TimeBudgetMilliseconds", "60000");

        using var early = await PostAsync(sidecar, Tool(Small));
        gate.Open();
        await sidecar.UntilReadyAsync();
        using var next = await PostAsync(sidecar, Tool(Small), Answered, Tool(Small + "and one more"));

        Assert.Equal("failed-open; reason=not_ready", Header(early, "status"));
        Assert.Equal("kinds=1, raw_before=1", Header(next, "skipped-texts"));
        Assert.Equal(Small, Sent(_upstream.Requests[1].Text)[0]);
    }

    /// <summary>Where only the body that is counted goes as it came, or the client asked for a look alone, no later turn is bound by it.</summary>
    [Fact]
    public async Task ChatThatOnlyAudits_DecidesNothing()
    {
        using var gate = new LoadingGate();
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, gate.Into, "--Proxy:TimeBudgetMilliseconds", "60000");
        sidecar.Client.DefaultRequestHeaders.Add("x-promptcompressor-mode", "audit");
        using var early = await PostAsync(sidecar, Tool(Small));
        gate.Open();
        await sidecar.UntilReadyAsync();
        sidecar.Client.DefaultRequestHeaders.Remove("x-promptcompressor-mode");

        using var next = await PostAsync(sidecar, Tool(Small), Answered);

        Assert.Equal(("compressed", HttpStatusCode.OK), (Header(next, "status"), early.StatusCode));
    }

    /// <summary>Takes all threads that a pool of large work has.</summary>
    private static Task<int>[] Occupy(LargeWork work, ManualResetEventSlim release) => [.. Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount / 2)).Select(_ => work.RunAsync(
        LargeWork.LeastLength,
        () =>
        {
            release.Wait();
            return Task.FromResult(0);
        },
        CancellationToken.None))];

    private async Task<SidecarHost> StartAsync(string budget) => await (await SidecarHost.StartAsync(_upstream.Address, "--Proxy:TimeBudgetMilliseconds", budget)).UntilReadyAsync();
}
