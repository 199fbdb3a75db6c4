using System.Text;
using System.Text.Json;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Chats whose texts are results of a tool.</summary>
internal static class ToolChat
{
    /// <summary>A message with a result.</summary>
    public static string Tool(string text) => $$"""{"role":"tool","tool_call_id":"c","content":{{JsonSerializer.Serialize(text)}}}""";

    /// <summary>The texts of the messages of a body.</summary>
    public static string[] Sent(string body) => [.. JsonDocument.Parse(body).RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!)];

    public static Task<HttpResponseMessage> PostAsync(SidecarHost sidecar, params string[] messages) => sidecar.Client.PostAsync(
        "/v1/chat/completions",
        new StringContent($$"""{"model":"gpt-4o","messages":[{{string.Join(',', messages)}}]}""", Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken);

    /// <summary>A header of the sidecar, by the end of its name; null if there is none.</summary>
    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues($"x-promptcompressor-{name}", out var values) ? values.Single() : null;
}
