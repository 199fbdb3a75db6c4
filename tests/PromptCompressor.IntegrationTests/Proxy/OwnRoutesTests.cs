using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>What is meant for this service never reaches the upstream, however wrong it is.</summary>
public sealed class OwnRoutesTests : IDisposable, IClassFixture<SidecarFixture>
{
    private static readonly string[] Spellings = ["{0}", "/{0}", "{0}/", "{0}/foo", "{0};a=b", "{0}?a=b", "/.{0}", "{0}%2Ffoo", "{0}%20"];

    private readonly FakeUpstream _upstream;
    private readonly SidecarHost _sidecar;

    public OwnRoutesTests(SidecarFixture fixture) => (_upstream, _sidecar) = (fixture.Upstream, fixture.Sidecar);

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task EveryRoute_InEverySpelling_StaysHere()
    {
        foreach (var path in Routes())
        {
            foreach (var target in Spellings.Select(spelling => spelling.Replace("{0}", path, StringComparison.Ordinal)).Append(path.ToUpperInvariant()))
            {
                foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY" })
                {
                    var answer = await RawHttp.SendAsync(
                        _sidecar.Address,
                        $"{method} {target} HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}",
                        TestContext.Current.CancellationToken);
                    Assert.True(_upstream.Requests.Count == 0, $"{method} {target}: {answer}");
                }
            }
        }
    }

    [Theory]
    [InlineData("POST", "/v1/compress", 415)]
    [InlineData("POST", "/v1/cache/warm", 415)]
    [InlineData("POST", "/mcp", 415)]
    [InlineData("PUT", "/v1/compress", 405)]
    [InlineData("GET", "/compat/headroom/v1/compress", 405)]
    [InlineData("POST", "/health/ready", 405)]
    [InlineData("POST", "/v1/compress/foo", 404)]
    [InlineData("POST", "/compat/headroom/v1/retrieve", 415)]
    [InlineData("POST", "/v1/originals/0123456789abcdef01234567", 405)]
    [InlineData("POST", "/", 404)]
    public async Task WrongRequest_IsToldWhatIsWrong(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("""{"context":"SECRET"}""", Encoding.UTF8, "text/plain") };

        using var response = await _sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task Playground_IsThereBesideTheSidecar()
    {
        using var response = await _sidecar.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, new MediaTypeHeaderValue("text/html")), (response.StatusCode, response.Content.Headers.ContentType));
        Assert.Empty(_upstream.Requests);
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("POST", "/v1/models")]
    [InlineData("GET", "/v1/compression")]
    [InlineData("POST", "/v2/compress")]
    public async Task OtherPaths_AreTheUpstreams(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((method, path), (_upstream.Last.Method, _upstream.Last.Target));
    }

    private static IEnumerable<string> Routes() => JsonNode.Parse(File.ReadAllText(Path.Combine(TestPaths.Root, "openapi.json")))!["paths"]!.AsObject()
        .Select(path => path.Key.Replace("{hash}", "0123456789abcdef01234567", StringComparison.Ordinal))
        .Except(["/v1/models"])
        .Concat(["/mcp", "/metrics", "/swagger/index.html", "/swagger/v1/swagger.json"]);
}
