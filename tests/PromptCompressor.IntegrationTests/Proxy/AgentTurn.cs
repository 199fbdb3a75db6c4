using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>One turn of an agent, for clients to play through a sidecar: a question, the log that a tool gave, and what the LLM says to it.</summary>
internal static class AgentTurn
{
    public const string Question = "Why did the deployment fail?";
    public const string Reply = "It could not reach db-7.";

    private const string Fault = "2026-03-04T10:59:59Z ERROR connection to db-7 refused after 3 tries";

    private const string Response =
        $$"""{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"gpt-4o","output":[{{ResponseItem}}],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":11} }""";

    private const string ResponseItem =
        $$"""{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{Reply}}","annotations":[]}]}""";

    private const string Message =
        $$"""{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"{{Reply}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":2} }""";

    private static readonly string[] ResponseEvents =
    [
        """{"type":"response.created","response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":"gpt-4o","output":[]}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"msg_1","role":"assistant","status":"in_progress","content":[]}}""",
        $$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{Reply}}"}""",
        $$"""{"type":"response.output_item.done","output_index":0,"item":{{ResponseItem}} }""",
        $$"""{"type":"response.completed","response":{{Response}} }""",
    ];

    private static readonly string[] MessageEvents =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        $$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{Reply}}"} }""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""",
        """{"type":"message_stop"}""",
    ];

    public static string Log { get; } = string.Join(
        '\n', Enumerable.Range(0, 200).Select(i => $"2026-03-04T10:{i / 60:00}:{i % 60:00}Z INFO worker {i % 4} finished its job in 12 ms").Append(Fault));

    /// <summary>Gives the reply in the format of the request's path, in one piece or as events.</summary>
    public static RequestDelegate AnswerOf(FakeUpstream upstream) => context =>
    {
        var path = context.Request.Path.Value!;
        var events = (bool?)JsonNode.Parse(upstream.Last.Text)!["stream"] == true;
        var (whole, parts) = path.EndsWith("/responses", StringComparison.Ordinal) ? (Response, ResponseEvents)
            : path.EndsWith("/messages", StringComparison.Ordinal) ? (Message, MessageEvents)
            : (Completion("chat.completion", "message"), [Completion("chat.completion.chunk", "delta"), "[DONE]"]);
        return (events ? Events(parts) : FakeUpstream.Json(whole))(context);
    };

    /// <summary>The second request is the first but for the log, which is shorter and still tells of the fault.</summary>
    public static void AssertOnlyTheLogIsShorter(Received direct, Received through)
    {
        Assert.Equal(direct.Target, through.Target);
        Assert.Contains(through.Headers.Values, value => value.Contains("sk-test", StringComparison.Ordinal));

        var around = direct.Text.Split(Log.Replace("\n", "\\n", StringComparison.Ordinal));
        Assert.Equal(2, around.Length);
        Assert.StartsWith(around[0], through.Text, StringComparison.Ordinal);
        Assert.EndsWith(around[1], through.Text, StringComparison.Ordinal);
        Assert.Contains(Fault, through.Text, StringComparison.Ordinal);
        Assert.InRange(through.Body.Length, 1, direct.Body.Length / 2);
    }

    private static string Completion(string kind, string message) =>
        $$"""{"id":"chatcmpl-1","object":"{{kind}}","created":1,"model":"gpt-4o","choices":[{"index":0,"finish_reason":"stop","{{message}}":{"role":"assistant","content":"{{Reply}}"} }]}""";

    /// <summary>Each with the name that its type gives, as OpenAI and Anthropic send them.</summary>
    private static RequestDelegate Events(string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            var type = data[0] == '{' ? (string?)JsonNode.Parse(data)!["type"] : null;
            await context.Response.WriteAsync($"{(type is null ? "" : $"event: {type}\n")}data: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    };
}
