using System.Net;
using System.Net.Http.Json;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP, and the real program that is told of it by the standard variables.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Otlp_Endpoint_GetsSpansMetricsAndLogsWithoutText()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var port = FreePort.Find();
        using var process = ServerProcess.Start(["--urls", $"http://127.0.0.1:{port}", .. ServiceProcess.TinyModels], collector.Settings);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.ReadyAsync(client, () => !process.HasExited);
            var answer = await client.PostAsJsonAsync(new Uri("/v1/compress", UriKind.Relative), new { context = Texts.Meeting + " zanzibarium" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

            await Eventually.TrueAsync(() => collector.Has("traces", "compress") && collector.Has("metrics", "promptcompressor.tokens.in") && collector.Has("logs", "Ready with"));
            Assert.True(collector.Has("traces", "infer_ms"));
            Assert.DoesNotContain(collector.Received, body => body.Contains("zanzibarium", StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
