using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>
/// Paths that are this service's own, and all below them. What is sent there is meant for it and not for the upstream, so it is never forwarded: not with a wrong
/// method or content type, and not by a path with a slip in it.
/// </summary>
internal static class OwnRoutes
{
    private static readonly string[] Roots =
    [
        "/v1/compress", "/v1/explain", "/v1/soft", "/v1/llmlingua", "/v1/cache", "/v1/originals", "/v1/info", "/v1/proxy", "/compat", "/mcp", "/health", "/metrics", "/swagger",
    ];

    /// <param name="path">Decoded, but for <c>%2F</c>, and spelled as it came; empty where a target has none, as that of CONNECT.</param>
    public static bool Has(string path)
    {
        var plain = PlainPath.Of(path);
        return (plain == "/" && path.Length > 0) || Roots.Any(root => plain.StartsWith(root, StringComparison.Ordinal) && (plain.Length == root.Length || plain[root.Length] == '/'));
    }
}
