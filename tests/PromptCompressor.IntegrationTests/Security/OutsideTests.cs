using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Nothing in a request names a file or a host that the service then opens.</summary>
public sealed class OutsideTests(SidecarFixture fixture, ServiceFixture service) : IDisposable, IClassFixture<SidecarFixture>
{
    public void Dispose() => fixture.Upstream.Reset();

    [Theory]
    [InlineData("model", "../../../../etc/passwd")]
    [InlineData("model", "/etc/passwd")]
    [InlineData("model", "xlmr-mini/../xlmr-mini")]
    [InlineData("model", "..\\xlmr-mini")]
    [InlineData("model", "xlmr-mini\u0000")]
    [InlineData("tokenizer", "../../etc/passwd")]
    [InlineData("tokenizer", "file:///etc/passwd")]
    public async Task NamesThatArePaths_AreNotKnown(string field, string value)
    {
        foreach (var path in new[] { "/v1/compress", "/v1/explain" })
        {
            var problem = await fixture.Client.PostAsync(path, new JsonObject { ["context"] = "A note.", [field] = value }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/..%5cappsettings.json")]
    [InlineData("/..\\appsettings.json")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc%2fpasswd")]
    [InlineData("/swagger/../appsettings.json")]
    [InlineData("/swagger/..%2f..%2fappsettings.json")]
    [InlineData("/swagger/%2e%2e%2fappsettings/swagger.json")]
    [InlineData("/swagger/..%2f..%2fetc%2fpasswd%00/swagger.json")]
    public async Task Pages_AreNoWayToFiles(string target)
    {
        var answer = await RawHttp.SendAsync(service.Client.BaseAddress!, $"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", TestContext.Current.CancellationToken);

        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("LogLevel", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    /// <summary>A host that listens, named wherever a request could name one: nobody ever calls.</summary>
    [Fact]
    public async Task NoFieldOrHeader_NamesAHostThatIsCalled()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var host = $"127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}";
        var url = $"http://{host}/";
        foreach (var path in new[] { "/v1/compress", "/v1/explain", "/v1/compress/batch", "/v1/soft/compress", "/v1/soft/prompt", "/v1/llmlingua/compress_prompt", "/compat/headroom/v1/compress", "/v1/chat/completions", "/v1/responses", "/v1/messages", "/mcp" })
        {
            foreach (var body in Bodies(url))
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
                request.Headers.Host = host;
                foreach (var name in new[] { "x-forwarded-host", "forwarded", "x-original-url", "x-promptcompressor-upstream", "referer", "origin", "destination", "x-base-url" })
                {
                    request.Headers.TryAddWithoutValidation(name, url);
                }

                request.Headers.Accept.ParseAdd("application/json, text/event-stream");
                using var response = await fixture.Client.SendAsync(request);
                Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
            }
        }

        Assert.All(fixture.Upstream.Requests, request => Assert.Equal(new Uri(fixture.Upstream.Address).Authority, request.Headers["host"]));
        Assert.False(trap.Pending());
    }

    private static string[] Bodies(string url) =>
    [
        $$"""{ "context": "{{url}} says so." }""",
        $$"""{ "context": "A note.", "model": "{{url}}", "tokenizer": "{{url}}", "base_url": "{{url}}", "upstream": "{{url}}" }""",
        $$"""{ "model": "{{url}}", "messages": [{ "role": "user", "content": [{ "type": "text", "text": "See." }, { "type": "image_url", "image_url": { "url": "{{url}}" } }] }] }""",
        $$"""{ "model": "m", "input": "{{url}}", "base_url": "{{url}}", "tools": [{ "type": "mcp", "server_url": "{{url}}" }] }""",
        $$"""{ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "compress_context", "arguments": { "context": "A note.", "model": "{{url}}" } } }""",
    ];
}
