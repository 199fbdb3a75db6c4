using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP, and the real program that is told of it by the standard variables.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _received = [];
    private WebApplication? _collector;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.GetOrAdd(signal, _ => []).Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await _collector.StartAsync();
    }

    public ValueTask DisposeAsync() => _collector!.DisposeAsync();

    [Fact]
    public async Task Otlp_Endpoint_GetsSpansMetricsAndLogsWithoutText()
    {
        var port = FreePort.Find();
        using var process = ServerProcess.Start(["--urls", $"http://127.0.0.1:{port}", .. ServiceProcess.TinyModels], new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector!.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
        });
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.ReadyAsync(client, () => !process.HasExited);
            var answer = await client.PostAsJsonAsync(new Uri("/v1/compress", UriKind.Relative), new { context = Texts.Meeting + " zanzibarium" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

            await Eventually.TrueAsync(() => Has("traces", "compress") && Has("metrics", "promptcompressor.tokens.in") && Has("logs", "Ready with"));
            Assert.True(Has("traces", "infer_ms"));
            Assert.DoesNotContain(_received.Values.SelectMany(bodies => bodies), body => body.Contains("zanzibarium", StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private bool Has(string signal, string text) => _received.TryGetValue(signal, out var bodies) && bodies.Any(body => body.Contains(text, StringComparison.Ordinal));
}
