using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterRequests_HaveCountedThemAndHoldNoText()
    {
        await using var service = await ServiceHost.StartReadyAsync();
        await using var other = await ServiceHost.StartReadyAsync();
        const string series = "promptcompressor_tokens_in_total{model=\"xlmr-mini\"}";
        var tokens = await Metrics.ValueOfAsync(service.Client, series);
        var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Meeting + " zanzibarium", ["question"] = "zanzibarium?", ["rate"] = 0.3 });

        var expected = tokens + (int)answer["origin_tokens"]!;
        Assert.Equal(expected, await Metrics.AtLeastAsync(service.Client, series, expected));
        Assert.Equal(tokens, await Metrics.ValueOfAsync(other.Client, series));
        Assert.True(await Metrics.ValueOfAsync(service.Client, "promptcompressor_segments_total{model=\"xlmr-mini\",level=\"model\"}") > 0);
        Assert.True(await Metrics.ValueOfAsync(service.Client, "promptcompressor_cache_memory_entries") > 0);
        Assert.Equal(0, await Metrics.ValueOfAsync(service.Client, "promptcompressor_queue_tokens"));
        Assert.DoesNotContain("zanzibar", await service.Client.GetStringAsync("/metrics"), StringComparison.OrdinalIgnoreCase);
    }
}
