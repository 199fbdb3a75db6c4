using System.Net;
using System.Text;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>A page that a user has open must not use a service that needs no key: neither as it is nor by binding its name to this address.</summary>
public sealed class BrowserTests
{
    private const string Evil = "evil.example";

    [Theory]
    [InlineData("/v1/info")]
    [InlineData("/mcp")]
    [InlineData("/v1/models")]
    [InlineData("/v1/files")]
    public async Task WithoutKeys_AnotherHostOrOrigin_IsRefused_AndNothingGoesOn(string path)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await ServiceHost.StartAsync("--Proxy:Upstream", upstream.Address);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, hostName: Evil)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, hostName: $"127.0.0.1.{Evil}:80")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, origin: $"http://{Evil}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, origin: $"https://localhost.{Evil}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, origin: "null")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, path, hostName: Evil, origin: $"http://{Evil}")).StatusCode);
        Assert.Empty(upstream.Requests);
    }

    /// <summary>Names that say they are internationalised ones and are none; without a dot they are local all the same.</summary>
    [Theory]
    [InlineData("xn--99999999999.example", true)]
    [InlineData("xn--evil..example:80", true)]
    [InlineData("xn--a", false)]
    [InlineData("xn--evil..", false)]
    public async Task WithoutKeys_AHostThatIsNoName_IsNoFault(string name, bool isRefused)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await ServiceHost.StartAsync("--Proxy:Upstream", upstream.Address);

        foreach (var path in new[] { "/v1/info", "/v1/compress", "/v1/chat/completions", "/v1/files", "/", "/swagger/index.html" })
        {
            var answer = await RawHttp.SendAsync(host.Address, $"POST {path} HTTP/1.1\r\nHost: {name}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}", TestContext.Current.CancellationToken);
            Assert.DoesNotMatch("^HTTP/1.1 5", answer);
            Assert.Equal(isRefused, answer.StartsWith("HTTP/1.1 403 ", StringComparison.Ordinal));
        }

        Assert.Equal(isRefused, upstream.Requests.Count == 0);
    }

    [Fact]
    public async Task ListedInItsOwnLetters_PassesAsItIsSent()
    {
        await using var host = await ServiceHost.StartAsync("--Security:AllowedHosts:0", "b\u00fccher.example");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "/v1/info", "xn--bcher-kva.example")).StatusCode);
    }

    [Theory]
    [InlineData(null, "http://localhost:3000")]
    [InlineData(null, "http://127.0.0.1:8080")]
    [InlineData("promptcompressor:8080", "http://promptcompressor:8080")]
    [InlineData("localhost", null)]
    [InlineData("10.0.0.7:8080", null)]
    public async Task WithoutKeys_LocalOnes_Pass(string? hostName, string? origin)
    {
        await using var host = await ServiceHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "/v1/info", hostName, origin)).StatusCode);
    }

    [Fact]
    public async Task WithoutKeys_Probes_PassUnderAnyName()
    {
        await using var host = await ServiceHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "/health/live", hostName: Evil)).StatusCode);
    }

    [Fact]
    public async Task Listed_PassAndMayReadTheAnswer()
    {
        const string page = "https://app.example.com";
        await using var host = await ServiceHost.StartAsync("--Security:AllowedHosts:0", "compress.example.com", "--Security:CorsOrigins:0", page);

        using var answer = await SendAsync(host, "/v1/info", "compress.example.com", page);
        Assert.Equal((HttpStatusCode.OK, page), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));

        using var asked = new HttpRequestMessage(HttpMethod.Options, "/v1/compress");
        asked.Headers.Add("Origin", page);
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "content-type,x-promptcompressor-key");
        using var allowed = await host.Client.SendAsync(asked);
        Assert.Equal(page, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, "/v1/info", "compress.example.com", "https://other.example.com")).StatusCode);
    }

    /// <summary>A page does not know the key. The specification of MCP wants its origin looked at all the same.</summary>
    [Fact]
    public async Task WithKeys_OnlyMcpLooksAtTheOrigin()
    {
        await using var host = await ServiceHost.StartAsync(KeyedService.Key(0, "anna", "x"));
        host.Client.DefaultRequestHeaders.Add("x-promptcompressor-key", "key-of-anna");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "/v1/info", Evil, $"http://{Evil}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, "/mcp", origin: $"http://{Evil}")).StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServiceHost host, string path, string? hostName = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(path == "/mcp" ? HttpMethod.Post : HttpMethod.Get, path);
        if (path == "/mcp")
        {
            request.Content = new StringContent("""{ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }""", Encoding.UTF8, "application/json");
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        }

        request.Headers.Host = hostName;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await host.Client.SendAsync(request);
    }
}
