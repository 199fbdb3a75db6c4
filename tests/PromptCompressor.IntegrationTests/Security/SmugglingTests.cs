namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Requests that two servers might read in two ways: the upstream is sent one plain request, or none, and never this service's key.</summary>
public sealed class SmugglingTests(GuardedSidecar sidecar) : IClassFixture<GuardedSidecar>
{
    private const string Key = "x-promptcompressor-key: key-of-anna\r\n";
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n" + Key + "\r\n";

    [Theory]
    [InlineData("two lengths", "Content-Length: 6\r\nContent-Length: 2\r\n\r\nabcdef")]
    [InlineData("two lengths in one", "Content-Length: 6, 2\r\n\r\nabcdef")]
    [InlineData("an unknown transfer encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a transfer encoding with a space", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("chunked and then not", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a folded header", "X-A: 1\r\n  X-B: 2\r\n\r\n")]
    [InlineData("a bare CR", "X-A: 1\rX-B: 2\r\n\r\n")]
    [InlineData("a NUL", "X-A: 1\0X-B: 2\r\n\r\n")]
    [InlineData("a header without a name", ": 1\r\n\r\n")]
    [InlineData("a second host", "Host: other\r\n\r\n")]
    [InlineData("bytes that are no UTF-8", "X-A: \u00ff\u00fe\r\n\r\n")]
    public async Task AmbiguousRequest_IsRefused_AndReachesNobody(string name, string rest)
    {
        var answer = await sidecar.SendAsync($"POST /v1/x HTTP/1.1\r\nHost: h\r\n{Key}{rest}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.True(sidecar.Upstream.TakeReceived() == "", name);
    }

    [Theory]
    [InlineData("GET /v1/x HTTP/1.1\r\nHost: evil@h/\r\n\r\n")]
    [InlineData("GET /v1/x HTTP/1.1\r\n\r\n")]
    [InlineData("GE\tT /v1/x HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /v1/x y HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET v1/x HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET http://other/v1/x HTTP/1.1\r\nHost: h\r\n\r\n")]
    public async Task WrongRequestLine_IsRefused_AndReachesNobody(string request)
    {
        Assert.StartsWith("HTTP/1.1 400 ", await sidecar.SendAsync(request.Replace("\r\n\r\n", $"\r\n{Key}\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("", sidecar.Upstream.TakeReceived());
    }

    /// <summary>The upstream is sent exactly what stands behind the second line.</summary>
    [Theory]
    [InlineData(
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled,
        "X-Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 67\r\n\r\n" + Smuggled, "Content-Length: 67\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\nx-promptcompressor-key: key-of-ann")]
    [InlineData("Content-Length: +6\r\n\r\nabcdef", "Content-Length: 6\r\n\r\nabcdef")]
    [InlineData("Connection: close, content-length\r\nContent-Length: 6\r\n\r\nabcdef", "Content-Length: 6\r\n\r\nabcdef")]
    [InlineData(
        "Connection: close, Transfer-Encoding, host, x-promptcompressor-key\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n" + Key + "X-Trailer: 1\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("X-A: \u00e5\u0098\u008a\u00e5\u0098\u008dX-B: 2\r\nContent-Length: 0\r\n\r\n", "X-A: \u00e5\u0098\u008a\u00e5\u0098\u008dX-B: 2\r\nContent-Length: 0\r\n\r\n")]
    public async Task OddRequest_IsOnePlainRequest(string rest, string arrives)
    {
        if (!rest.StartsWith("Connection:", StringComparison.Ordinal))
        {
            rest = "Connection: close\r\n" + rest;
        }

        var answer = await sidecar.SendAsync($"POST /v1/x HTTP/1.1\r\nHost: h\r\n{Key}{rest}");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal($"POST /v1/x HTTP/1.1\r\nHost: {sidecar.Upstream.Authority}\r\n{arrives}", sidecar.Upstream.TakeReceived());
    }

    [Theory]
    [InlineData("SPDY/3.1")]
    [InlineData("h2c")]
    [InlineData("TLS/1.0")]
    public async Task Upgrade_OpensNoTunnel(string protocol)
    {
        var answer = await sidecar.SendAsync(
            $"GET /v1/x HTTP/1.1\r\nHost: h\r\n{Key}Connection: Upgrade\r\nUpgrade: {protocol}\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Equal($"GET /v1/x HTTP/1.1\r\nHost: {sidecar.Upstream.Authority}\r\n\r\n", sidecar.Upstream.TakeReceived());
    }

    /// <summary>As Java's HttpClient, <c>curl --http2</c> and nginx's recipe for web sockets send every request; the other names are ones that HttpClient knows.</summary>
    [Theory]
    [InlineData("Connection: upgrade", "")]
    [InlineData("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n")]
    [InlineData("Connection: keep-alive, Upgrade, TE", "TE: trailers\r\n")]
    [InlineData("Connection: user-agent, content-type, Host, date, server, allow, last-modified, proxy-authorization", "User-Agent: a\r\nContent-Type: b/c\r\nDate: d\r\n")]
    public async Task ConnectionHeaders_OfOtherClients_DoNotStopABody(string connection, string more)
    {
        foreach (var (framing, body) in new[] { ("Content-Length: 2", "{}"), ("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n") })
        {
            foreach (var path in new[] { "/v1/x", "/v1/chat/completions" })
            {
                var answer = await sidecar.SendAsync(
                    $"POST {path} HTTP/1.1\r\nHost: h\r\n{Key}{connection}\r\n{more}{framing}\r\n\r\n{body}GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

                Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
                Assert.Equal($"POST {path} HTTP/1.1\r\nHost: {sidecar.Upstream.Authority}\r\n{framing}\r\n\r\n{body}", sidecar.Upstream.TakeReceived());
            }
        }
    }

    [Fact]
    public async Task UnaskedUpgrade_OfTheUpstream_Is502()
    {
        sidecar.Upstream.AlwaysSwitches = true;

        var answer = await sidecar.SendAsync($"POST /v1/x HTTP/1.1\r\nHost: h\r\n{Key}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        sidecar.Upstream.AlwaysSwitches = false;
        sidecar.Upstream.TakeReceived();
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Contains("upstream_failed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("SPDY", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/compress")]
    [InlineData("/mcp")]
    [InlineData("/compat/headroom/v1/compress")]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/files")]
    public async Task SizeOfAChunk_ThatIsOutOfRange_IsRefused(string path)
    {
        var answer = await sidecar.SendAsync(
            $"POST {path} HTTP/1.1\r\nHost: h\r\n{Key}Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{{}}");

        sidecar.Upstream.TakeReceived();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("malformed", answer, StringComparison.Ordinal);
        if (path != "/v1/files")
        {
            Assert.Contains("The body has a chunk whose size is out of range.", answer, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("compressor_error", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/x%0d%0aX-B:%202%0d%0a%0d%0aGET%20/smuggled")]
    [InlineData("/v1/x?a=%0d%0aX-B:%202")]
    public async Task LineEndsInATarget_StayEncoded(string target)
    {
        await sidecar.SendAsync($"GET {target} HTTP/1.1\r\nHost: h\r\n{Key}Connection: close\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1\r\nHost: {sidecar.Upstream.Authority}\r\n\r\n", sidecar.Upstream.TakeReceived());
    }

    [Fact]
    public async Task AnswersHeaders_ComeByteForByte()
    {
        sidecar.Upstream.AnswerHeaders = "X-Name: caf\u00e9\r\n";

        var answer = await sidecar.SendAsync($"GET /v1/x HTTP/1.1\r\nHost: h\r\n{Key}Connection: close\r\n\r\n");

        Assert.Contains("\r\nX-Name: caf\u00e9\r\n", answer, StringComparison.Ordinal);
        sidecar.Upstream.AnswerHeaders = "";
        sidecar.Upstream.TakeReceived();
    }
}
