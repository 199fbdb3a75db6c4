using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>No spelling of a route and no header gets past the key, and nothing of such a request reaches the upstream.</summary>
public sealed class BypassTests(GuardedSidecar sidecar) : IClassFixture<GuardedSidecar>
{
    private static readonly string[] Open = ["/health/live", "/health/ready"];

    /// <summary>What becomes of a path; {0} is the path, {1} its part behind the first slash.</summary>
    private static readonly string[] Spellings =
    [
        "{0}", "/{0}", "{0}/", "{0}?key=key-of-anna", "{0}%2f", "{0};a=b", "{0}..;/", "{0}%00", "{0}%20", "/./{1}", "/%2e/{1}", "/x/..{0}", "/x/%2e%2e{0}",
        "/health/live/../..{0}", "/health/live/%2e%2e/%2E%2E{0}", "/health/live/..%2f..{0}", "/health/live;{0}", "/metrics/..{0}", "/\\{1}", "http://h{0}",
        "http://h/health/live/../..{0}",
    ];

    [Fact]
    public async Task EveryRoute_InEverySpelling_WantsAKey()
    {
        foreach (var path in Routes())
        {
            foreach (var target in Spellings.Select(spelling => Spell(spelling, path)).Append(path.ToUpperInvariant()))
            {
                foreach (var method in new[] { "GET", "POST", "DELETE", "HEAD", "OPTIONS", "get" })
                {
                    var answer = await sidecar.SendAsync($"{method} {target} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    Assert.True(answer.StartsWith("HTTP/1.1 401 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{method} {target}: {answer}");
                }
            }
        }

        Assert.Equal("", sidecar.Upstream.TakeReceived());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-promptcompressor-key:\r\n")]
    [InlineData("x-promptcompressor-key: KEY-OF-ANNA\r\n")]
    [InlineData("x-promptcompressor-key: key-of-ann\r\n")]
    [InlineData("x-promptcompressor-key: key-of-anna \u00a0\r\n")]
    [InlineData("x-promptcompressor-key: key-of- anna\r\n")]
    [InlineData("x-promptcompressor-key: \"key-of-anna\"\r\n")]
    [InlineData("x-promptcompressor-key: key-of-anna,key-of-anna\r\n")]
    [InlineData("x-promptcompressor-key: key-of-anna\r\nx-promptcompressor-key: key-of-anna\r\n")]
    [InlineData("x-promptcompressor-key: key-of-anna\r\nX-PromptCompressor-Key: wrong\r\n")]
    [InlineData("x-promptcompressor-key : key-of-anna\r\n")]
    [InlineData("x_promptcompressor_key: key-of-anna\r\n")]
    [InlineData("x-promptcompressor-key: 9e7c5b0ac8f8f5c3b1f2f4b3d6c8a7b5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9\r\n")]
    [InlineData("Authorization: Bearer key-of-ann\r\nCookie: x-promptcompressor-key=key-of-anna\r\n")]
    [InlineData("Authorization: key-of-anna\r\n")]
    [InlineData("Authorization: Basic key-of-anna\r\n")]
    [InlineData("Authorization: Bearer key-of-anna, Bearer key-of-anna\r\n")]
    [InlineData("Authorization: Bearer key-of-anna\r\nAuthorization: Bearer key-of-anna\r\n")]
    [InlineData("Authorization: Bearer key-of-anna\r\nx-promptcompressor-key: key-of-ann\r\n")]
    [InlineData("X-Original-URL: /health/live\r\nX-Rewrite-URL: /health/live\r\nX-Forwarded-For: 127.0.0.1\r\nX-HTTP-Method-Override: GET\r\n")]
    public async Task NoKeyButTheKey_IsTaken(string headers)
    {
        foreach (var path in new[] { "/v1/info", "/v1/anything" })
        {
            Assert.Matches("^HTTP/1.1 40[01] ", await sidecar.SendAsync($"GET {path} HTTP/1.1\r\nHost: h\r\n{headers}Connection: close\r\n\r\n"));
        }

        Assert.Equal("", sidecar.Upstream.TakeReceived());
    }

    [Theory]
    [InlineData("/v1/anything")]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/models")]
    public async Task BearerToken_OfAForwardedRequest_IsTheUpstreams(string path)
    {
        Assert.StartsWith("HTTP/1.1 401 ", await sidecar.SendAsync($"GET {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer key-of-anna\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("", sidecar.Upstream.TakeReceived());
    }

    [Theory]
    [InlineData("Authorization: Bearer key-of-anna")]
    [InlineData("x-promptcompressor-key: key-of-anna")]
    [InlineData("X-PROMPTCOMPRESSOR-KEY:\t key-of-anna \t")]
    public async Task TheKey_IsTaken(string header) =>
        Assert.StartsWith("HTTP/1.1 200 ", await sidecar.SendAsync($"GET /v1/info HTTP/1.1\r\nHost: h\r\n{header}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    private static string Spell(string spelling, string path) =>
        spelling.Replace("{0}", path, StringComparison.Ordinal).Replace("{1}", path[1..], StringComparison.Ordinal);

    private static IEnumerable<string> Routes() => JsonNode.Parse(File.ReadAllText(Path.Combine(TestPaths.Root, "openapi.json")))!["paths"]!.AsObject()
        .Select(path => path.Key.Replace("{hash}", "0123456789abcdef01234567", StringComparison.Ordinal))
        .Except(Open)
        .Concat(["/mcp", "/v1/chat/completions", "/v1/anything"]);
}
