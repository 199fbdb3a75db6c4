using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>What goes through the sidecar without being looked at.</summary>
public sealed class PassThroughTests : IDisposable, IClassFixture<SidecarFixture>
{
    private readonly FakeUpstream _upstream;
    private readonly SidecarHost _sidecar;

    public PassThroughTests(SidecarFixture fixture) => (_upstream, _sidecar) = (fixture.Upstream, fixture.Sidecar);

    private HttpClient Client => _sidecar.Client;

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task Request_ArrivesAsItWasSent()
    {
        var body = new byte[100_000];
        new Random(1).NextBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/a%2Fb%20c?x=1&y=%20&x=2") { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-secret");
        request.Headers.Add("x-api-key", "key");
        request.Headers.Add("anthropic-beta", ["one", "two"]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);

        var sent = _upstream.Last;
        Assert.Equal(("PUT", "/v1/files/a%2Fb%20c?x=1&y=%20&x=2"), (sent.Method, sent.Target));
        Assert.Equal(body, sent.Body);
        Assert.Equal("Bearer sk-secret", sent.Headers["authorization"]);
        Assert.Equal("key", sent.Headers["x-api-key"]);
        Assert.Equal("one,two", sent.Headers["anthropic-beta"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("audio/wav", sent.Headers["content-type"]);
        Assert.Equal(new Uri(_upstream.Address).Authority, sent.Headers["host"]);
        Assert.DoesNotContain(sent.Headers.Keys, name => name.StartsWith("x-forwarded", StringComparison.OrdinalIgnoreCase) || name is "traceparent" or "via");
    }

    [Fact]
    public async Task Response_ArrivesAsItWasSent()
    {
        _upstream.Answer = async context =>
        {
            context.Response.StatusCode = 203;
            context.Response.Headers["x-request-id"] = "req_1";
            context.Response.Headers["x-ratelimit-remaining-tokens"] = "5";
            context.Response.Headers.SetCookie = new(["a=1", "b=2"]);
            context.Response.ContentType = "application/octet-stream";
            await context.Response.Body.WriteAsync(new byte[] { 0, 1, 255 });
        };

        using var response = await Client.GetAsync("/v1/files/f/content", TestContext.Current.CancellationToken);

        Assert.Equal(203, (int)response.StatusCode);
        Assert.Equal([0, 1, 255], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("5", response.Headers.GetValues("x-ratelimit-remaining-tokens").Single());
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("set-cookie"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(529)]
    public async Task Errors_AreTheUpstreams_EvenEmptyOnes(int status)
    {
        _upstream.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        using var response = await Client.PostAsync("/v1/embeddings", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Redirect_IsTheClientsToFollow()
    {
        _upstream.Answer = context =>
        {
            context.Response.Redirect("http://example.invalid/");
            return Task.CompletedTask;
        };
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var response = await client.GetAsync(new Uri(_sidecar.Address, "/anything"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Found, new Uri("http://example.invalid/")), (response.StatusCode, response.Headers.Location));
    }

    [Fact]
    public async Task HopByHopHeaders_StayAtTheirHop()
    {
        _upstream.Answer = context =>
        {
            context.Response.Headers.Connection = "x-there";
            context.Response.Headers["x-there"] = "1";
            return Task.CompletedTask;
        };

        var answer = await RawHttp.SendAsync(
            _sidecar.Address,
            "GET /v1/x HTTP/1.1\r\nHost: h\r\nConnection: x-here\r\nx-here: 1\r\nKeep-Alive: 5\r\nTE: gzip\r\nx-promptcompressor-mode: off\r\nX-End: 1\r\n\r\n"
                + "GET /health/live HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("x-there", answer, StringComparison.OrdinalIgnoreCase);
        var headers = _upstream.Last.Headers;
        Assert.Equal("1", headers["x-end"]);
        Assert.DoesNotContain(headers.Keys, name => name.ToLowerInvariant() is "x-here" or "connection" or "keep-alive" or "x-promptcompressor-mode");
    }

    [Fact]
    public async Task OwnRoutes_Win_ButModelsAreTheUpstreams()
    {
        foreach (var path in new[] { "/health/live", "/v1/info", "/v1/cache", "/swagger/v1/swagger.json" })
        {
            using var own = await Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        }

        using var compressed = await Client.PostAsync(
            "/v1/compress", new StringContent("""{"context":"a"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Contains("compressed_prompt", await compressed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);

        await Client.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Equal("/v1/models", _upstream.Last.Target);
    }

    [Theory]
    [InlineData("GET http://example.invalid/v1/x HTTP/1.1", "/v1/x")]
    [InlineData("GET //example.invalid/v1/x HTTP/1.1", "//example.invalid/v1/x")]
    [InlineData("GET /@example.invalid/ HTTP/1.1", "/@example.invalid/")]
    [InlineData("GET /v1/%2e%2e/%2e%2e/x HTTP/1.1", "/x")]
    [InlineData("GET /:80@example.invalid HTTP/1.1", "/:80@example.invalid")]
    [InlineData("GET /\\example.invalid HTTP/1.1", "/%5Cexample.invalid")]
    public async Task Targets_NeverLeaveTheUpstream(string line, string arrives)
    {
        foreach (var host in new[] { "h", "example.invalid" })
        {
            var answer = await RawHttp.SendAsync(_sidecar.Address, $"{line}\r\nHost: {(line.Contains("http://", StringComparison.Ordinal) ? "example.invalid" : host)}\r\nConnection: close\r\n\r\n", TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.Equal(arrives, _upstream.Last.Target, ignoreCase: true);
            Assert.Equal(new Uri(_upstream.Address).Authority, _upstream.Last.Headers["host"]);
        }
    }

    [Fact]
    public async Task UpstreamsPath_IsNeverLeft()
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address + "/base/path/");
        foreach (var target in new[] { "/v1/x", "/../v1/x", "/%2e%2e/%2E%2e/v1/x", "/v1/./../v1/x" })
        {
            await RawHttp.SendAsync(sidecar.Address, $"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", TestContext.Current.CancellationToken);
            Assert.Equal("/base/path/v1/x", _upstream.Last.Target);
        }
    }

    [Theory]
    [InlineData("/..%2fadmin/x")]
    [InlineData("/%2e%2e%2Fadmin/x")]
    [InlineData("/v1/..%2f..%2fadmin/x")]
    [InlineData("/..%5cadmin")]
    [InlineData("/v1/a%2F..%5c..%2f..%2fadmin")]
    [InlineData("/..;/admin")]
    [InlineData("/..;a=b%2fadmin")]
    [InlineData("http://h/..%2fadmin")]
    public async Task TargetThatSomeServersWouldClimbBy_IsRefused(string target)
    {
        var answer = await RawHttp.SendAsync(_sidecar.Address, $"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("climb out", answer, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task UpstreamsOwnSidecarHeaders_StayThere()
    {
        _upstream.Answer = context =>
        {
            context.Response.Headers["X-PromptCompressor-Original-Tokens"] = "999";
            context.Response.Headers["x-promptcompressor-foo"] = "1";
            context.Response.Headers["x-promptcompressor"] = "2";
            return Task.CompletedTask;
        };
        foreach (var path in new[] { "/v1/chat/completions", "/v1/files" })
        {
            using var response = await Client.PostAsync(path, new StringContent("{}"), TestContext.Current.CancellationToken);

            Assert.Equal("2", response.Headers.GetValues("x-promptcompressor").Single());
            Assert.DoesNotContain(response.Headers, header => header.Key.ToLowerInvariant() is "x-promptcompressor-original-tokens" or "x-promptcompressor-foo");
        }
    }

    [Fact]
    public async Task Upload_MayPause()
    {
        // What is as quick as the upload and goes to a route of this service's own tells when the server's patience has run out.
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address,
            services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.5))));
        using var paused = new TcpClient();
        await paused.ConnectAsync(sidecar.Address.Host, sidecar.Address.Port, TestContext.Current.CancellationToken);
        await paused.GetStream().WriteAsync("POST /v1/files HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc"u8.ToArray(), TestContext.Current.CancellationToken);

        var impatient = await RawHttp.SendAsync(
            sidecar.Address, "POST /v1/compress HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n{}", TestContext.Current.CancellationToken);
        await paused.GetStream().WriteAsync("def"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(paused.GetStream());

        Assert.StartsWith("HTTP/1.1 408 ", impatient, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("abcdef", _upstream.Last.Text);
    }

    [Theory]
    [InlineData("CONNECT example.invalid:443 HTTP/1.1\r\nHost: example.invalid:443\r\nConnection: close\r\n\r\n", 405)]
    [InlineData("GET /v1/realtime HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", 501)]
    public async Task Tunnels_AreRefused(string request, int status)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var answer = await RawHttp.SendAsync(_sidecar.Address, request, patience.Token);

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("host:80")]
    [InlineData("/path")]
    [InlineData("http://user:password@host")]
    [InlineData("http://host/?a=b")]
    public async Task Upstream_ThatIsNone_StopsTheStart(string upstream)
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => SidecarHost.StartAsync(upstream));

        Assert.Contains("Proxy:Upstream", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", error.Message, StringComparison.Ordinal);
    }
}
