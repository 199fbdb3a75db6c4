using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Telemetry;

public sealed class MetricsTests(ServiceFixture service)
{
    [Fact]
    public async Task Metrics_AfterARequest_HaveCountedIt()
    {
        const string before = "promptcompressor_tokens_in_total{model=\"xlmr-mini\"}";
        var tokens = await Metrics.ValueOfAsync(service.Client, before);
        var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.3 });

        // Other tests use the same service at the same time.
        var expected = tokens + (int)answer["origin_tokens"]!;
        Assert.True(await Metrics.AtLeastAsync(service.Client, before, expected) >= expected);
        Assert.True(await Metrics.ValueOfAsync(service.Client, "promptcompressor_segments_total{model=\"xlmr-mini\"}") > 0);

        // Gauges tell of whichever service of this process was asked last.
        Assert.Contains("promptcompressor_cache_memory_entries ", await service.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Contains("promptcompressor_queue_tokens ", await service.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_NameNoText()
    {
        await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = "The word zanzibarium stands in no metric, and neither does zanzibarius.", ["question"] = "zanzibarium?" });

        Assert.DoesNotContain("zanzibar", await service.Client.GetStringAsync("/metrics"), StringComparison.OrdinalIgnoreCase);
    }
}
