using System.Text;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>All that a service says when it is asked for everything that it may tell, and asked wrongly.</summary>
internal static class EveryAnswer
{
    private static readonly (HttpMethod Method, string Path, string? Body)[] Requests =
    [
        (HttpMethod.Get, "/v1/info", null),
        (HttpMethod.Get, "/v1/cache", null),
        (HttpMethod.Delete, "/v1/cache", null),
        (HttpMethod.Get, "/v1/proxy", null),
        (HttpMethod.Get, "/metrics", null),
        (HttpMethod.Get, "/health/ready", null),
        (HttpMethod.Get, "/nothing/there", null),
        (HttpMethod.Get, "/v1/models", null),
        (HttpMethod.Post, "/v1/compress", """{ "context": "The gate was painted green in the spring of 2024." }"""),
        (HttpMethod.Post, "/v1/compress", """{ "context": 1 """),
        (HttpMethod.Post, "/v1/compress", """{ "context": "a", "model": "b" }"""),
        (HttpMethod.Post, "/v1/chat/completions", """{ "model": "a", "messages": [{ "role": "user", "content": "Hi" }] }"""),
        (HttpMethod.Post, "/v1/messages", "no json"),
        (HttpMethod.Post, "/mcp", """{ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }"""),
    ];

    /// <param name="client">Sends to the service.</param>
    /// <param name="headers">Sent with each request.</param>
    /// <returns>Headers and bodies of the answers.</returns>
    public static async Task<string> OfAsync(HttpClient client, (string Name, string Value)[] headers)
    {
        var said = new StringBuilder();
        foreach (var (method, path, body) in Requests)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
            using var answer = await client.SendAsync(request);
            said.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        return said.ToString();
    }
}
