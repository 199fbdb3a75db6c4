using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class CancellationTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    /// <summary>
    /// What has been scored by then is kept, and the rest is not begun. The text is half a minute of work, so that a machine with little time
    /// for this test still sees the client leave long before the end.
    /// </summary>
    [Fact]
    public async Task Compress_ClientLeaves_WorkStops()
    {
        var engine = service.Get<CompressionEngine>();
        var text = Texts.Fresh(100_000, seed: 9);
        var before = service.Cache.Count;
        using var leaving = new CancellationTokenSource();

        var request = service.Client.PostAsJsonAsync("/v1/compress", new JsonObject { ["context"] = text, ["model"] = "xlmr-mini" }, leaving.Token);

        // Far more than the request that the service sends itself at its start.
        await Eventually.TrueAsync(() => engine.QueuedTokens > 50_000);
        var queued = engine.QueuedTokens;
        await Eventually.TrueAsync(() => engine.QueuedTokens < queued);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.TrueAsync(() => engine.QueuedTokens == 0 && service.Cache.Count > before);
        Assert.InRange(service.Cache.Count - before, 1, SegmentedText.Of(text).Segments.Count / 2);
    }
}
