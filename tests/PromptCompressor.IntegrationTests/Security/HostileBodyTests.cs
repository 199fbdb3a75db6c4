using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Bodies that unfold: compressed ones, and JSON of a hundred thousand levels. Each route refuses them; the sidecar passes them on unread.</summary>
public sealed class HostileBodyTests(SidecarFixture fixture) : IDisposable, IClassFixture<SidecarFixture>
{
    /// <summary>50 MB.</summary>
    private static readonly byte[] Bomb = PackedBytes.Of(new byte[1_000_000], "gzip", times: 50);

    private static readonly string Deep = new string('[', 100_000) + new string(']', 100_000);

    public static TheoryData<string> Routes => [.. OwnRoutes()];

    public void Dispose() => fixture.Upstream.Reset();

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task CompressedBody_ThatUnpacksToFarMore_IsRefused(string path)
    {
        foreach (var encoding in new[] { "gzip", "br", "deflate", "zstd", "identity, gzip" })
        {
            using var response = await SendAsync(path, Bomb, encoding);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(
                response.StatusCode is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                    || (path.EndsWith("/warm", StringComparison.Ordinal) && (text.Contains("\"status\":400", StringComparison.Ordinal) || text.Contains("\"status\":413", StringComparison.Ordinal))),
                $"{encoding}: {response.StatusCode} {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task DeepJson_IsRefused(string path)
    {
        foreach (var json in new[] { Deep, $$"""{ "context": {{Deep}} }""", $$"""{ "messages": [{ "role": "user", "content": {{Deep}} }] }""", new string('[', 100_000) })
        {
            using var response = await SendAsync(path, Encoding.UTF8.GetBytes(json));
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest || (path.EndsWith("/warm", StringComparison.Ordinal) && text.Contains("\"status\":400", StringComparison.Ordinal)), text);
        }
    }

    /// <summary>Text is text, whatever JSON it may be.</summary>
    [Fact]
    public async Task DeepJson_InAText_IsAnswered()
    {
        var body = new JsonObject { ["context"] = new string('[', 20_000) + new string(']', 20_000), ["model"] = "xlmr-mini-fast" };
        using var response = await SendAsync("/v1/compress", Encoding.UTF8.GetBytes(body.ToJsonString()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Sidecar_PassesThemOn_Unread()
    {
        foreach (var (body, encoding, reason) in new[] { (Bomb, "gzip", "content_encoding"), (Encoding.UTF8.GetBytes($$"""{ "messages": {{Deep}} }"""), null, "not_json") })
        {
            using var response = await SendAsync("/v1/chat/completions", body, encoding);

            Assert.Equal($"failed-open; reason={reason}", response.Headers.GetValues("x-promptcompressor-status").Single());
            Assert.True(body.AsSpan().SequenceEqual(fixture.Upstream.Last.Body));
        }
    }

    private static IEnumerable<string> OwnRoutes()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestPaths.Root, "openapi.json")));
        return [.. document.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("post", out _)).Select(path => path.Name), "/mcp"];
    }

    private async Task<HttpResponseMessage> SendAsync(string path, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream, application/x-ndjson");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(path.EndsWith("/warm", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return await fixture.Client.SendAsync(request);
    }
}
