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
        foreach (var (path, compressor) in new[] { ("/v1/llmlingua/compress_prompt", "llmlingua"), ("/v1/soft/compress", "soft") })
        {
            await service.Client.PostAsync(path, new JsonObject { ["context"] = Texts.Meeting + " zanzibarium" });

            Assert.Equal(1, await Metrics.AtLeastAsync(service.Client, $"promptcompressor_compressions_total{{compressor=\"{compressor}\",outcome=\"compressed\"}}", 1));
            var into = await Metrics.ValueOfAsync(service.Client, $"promptcompressor_tokens_in_total{{compressor=\"{compressor}\"}}");
            var outOf = await Metrics.ValueOfAsync(service.Client, $"promptcompressor_tokens_out_total{{compressor=\"{compressor}\"}}");
            Assert.InRange(outOf, 1, into - 1);
            Assert.True(await Metrics.ValueOfAsync(service.Client, $"promptcompressor_stage_duration_seconds_sum{{compressor=\"{compressor}\",stage=\"infer\"}}") > 0);
        }

        Assert.DoesNotContain("zanzibar", await service.Client.GetStringAsync("/metrics"), StringComparison.OrdinalIgnoreCase);
    }
}
