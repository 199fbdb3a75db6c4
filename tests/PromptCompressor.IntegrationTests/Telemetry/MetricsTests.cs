using System.Globalization;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Telemetry;

public sealed class MetricsTests(ServiceFixture service)
{
    [Fact]
    public async Task Metrics_AfterARequest_HaveCountedIt()
    {
        const string before = "promptcompressor_tokens_in_total{model=\"xlmr-mini\"}";
        var tokens = await ValueOfAsync(before);
        var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.3 });

        // A scrape is answered from the last one for a moment; and other tests use the same service at the same time.
        var expected = tokens + (int)answer["origin_tokens"]!;
        for (var i = 0; i < 50 && await ValueOfAsync(before) < expected; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(await ValueOfAsync(before) >= expected);
        Assert.True(await ValueOfAsync("promptcompressor_segments_total{model=\"xlmr-mini\"}") > 0);

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

    /// <summary>Labels may stand in any order.</summary>
    private async Task<double> ValueOfAsync(string series)
    {
        var (name, labels) = series.IndexOf('{', StringComparison.Ordinal) is var brace and >= 0
            ? (series[..brace], series[(brace + 1)..^1].Split(','))
            : (series, []);
        var lines = (await service.Client.GetStringAsync("/metrics")).Split('\n');
        return lines
            .Where(line => (line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
