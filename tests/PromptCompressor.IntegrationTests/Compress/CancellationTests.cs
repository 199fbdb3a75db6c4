using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class CancellationTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    /// <summary>A request stores its scores once, at its end: early means that it has stopped working.</summary>
    [Fact]
    public async Task Compress_ClientLeaves_WorkStops()
    {
        var body = new JsonObject { ["context"] = Texts.Fresh(200_000, seed: 9), ["model"] = "xlmr-mini-fast" };
        var before = service.Cache.Count;
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Client.PostAsJsonAsync("/v1/compress", body, impatience.Token));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (service.Cache.Count == before)
        {
            await Task.Delay(50, patience.Token);
        }

        var scored = service.Cache.Count - before;
        await Task.Delay(500);
        Assert.Equal(scored, service.Cache.Count - before);
    }
}
