using System.Text.Json.Nodes;
using PromptCompressor.Benchmarks.Content;

namespace PromptCompressor.Benchmarks.Proxy;

/// <summary>
/// What an agent sends over 30 turns: a task, and on each turn a call of a tool with its result, which stay in all later requests. Tools and kinds take turns; all texts are invented
/// and differ from turn to turn.
/// </summary>
/// <param name="seed">Sessions of different seeds share no result of a tool.</param>
internal sealed class AgentSession(int seed)
{
    public const int Turns = 30;

    private const string Task = "The nightly settlement fails for some orders since Tuesday. Find out why and mend it.";

    /// <summary>A tool, its argument, and the kind and size of what it returns in characters.</summary>
    private static readonly (string Tool, string Argument, string Value, string Kind, int Size)[] Calls =
    [
        ("Grep", "pattern", "total", "search results", 9_000),
        ("Read", "file_path", "src/ledger/post.py", "code", 8_000),
        ("Bash", "command", "pytest -v", "test report", 12_000),
        ("Bash", "command", "kubectl logs deploy/ledger --tail=200", "log", 16_000),
        ("fetch_orders", "query", "open", "json array", 14_000),
        ("WebFetch", "url", "https://docs.example/settlement", "prose", 6_000),
        ("Bash", "command", "git diff", "diff", 7_000),
        ("Bash", "command", "psql -c 'select * from settlement'", "table", 8_000),
        ("Bash", "command", "./run.sh", "stack traces", 5_000),
        ("get_page", "id", "4711", "html", 9_000),
    ];

    /// <summary>Whether the result of a turn is prose, which needs a model.</summary>
    public static bool IsProse(int turn) => Calls[turn % Calls.Length].Kind == "prose";

    /// <summary>The body of a turn in the shape of <c>/v1/chat/completions</c>.</summary>
    public string ChatCompletions(int turn)
    {
        var messages = new JsonArray(Message("system", "You help with software."), Message("user", Task));
        for (var i = 0; i <= turn; i++)
        {
            var (tool, arguments, result) = ResultOf(i);
            messages.Add(new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = null,
                ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = $"call_{i}", ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments.ToJsonString() } }),
            });
            messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = $"call_{i}", ["content"] = result });
        }

        return new JsonObject { ["model"] = "gpt-4o", ["messages"] = messages }.ToJsonString();
    }

    /// <summary>The body of a turn in the shape of <c>/v1/messages</c>.</summary>
    /// <param name="turn">From 0.</param>
    /// <param name="isMarked">Whether the last result carries a <c>cache_control</c> marker, as of an agent that moves it along.</param>
    public string Messages(int turn, bool isMarked)
    {
        var messages = new JsonArray(Message("user", Task));
        for (var i = 0; i <= turn; i++)
        {
            var (tool, arguments, result) = ResultOf(i);
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{i}", ["name"] = tool, ["input"] = arguments }) });
            var block = new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = $"toolu_{i}", ["content"] = result };
            if (isMarked && i == turn)
            {
                block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
            }

            messages.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(block) });
        }

        return new JsonObject { ["model"] = "claude-sonnet-4-5", ["max_tokens"] = 100, ["system"] = "You help with software.", ["messages"] = messages }.ToJsonString();
    }

    /// <summary>The body of a turn in the shape of <c>/v1/responses</c>.</summary>
    public string Responses(int turn)
    {
        var items = new JsonArray(Message("user", Task));
        for (var i = 0; i <= turn; i++)
        {
            var (tool, arguments, result) = ResultOf(i);
            items.Add(new JsonObject { ["type"] = "function_call", ["call_id"] = $"call_{i}", ["name"] = tool, ["arguments"] = arguments.ToJsonString() });
            items.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = $"call_{i}", ["output"] = result });
        }

        return new JsonObject { ["model"] = "gpt-4o", ["instructions"] = "You help with software.", ["input"] = items }.ToJsonString();
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private (string Tool, JsonObject Arguments, string Result) ResultOf(int turn)
    {
        var (tool, argument, value, kind, size) = Calls[turn % Calls.Length];

        // Samples of a kind begin alike: the end of a longer one is this turn's own. What is one document cannot be cut, and grows instead.
        var number = (seed * Turns / Calls.Length) + (turn / Calls.Length);
        var text = kind is "json array" or "html" ? ContentSamples.Of(kind, size + (500 * number)) : ContentSamples.Of(kind, size * (number + 1));
        var own = text.Length < size * 2 ? text : text[(text.IndexOf('\n', size * number) + 1)..];
        return (tool, new JsonObject { [argument] = value }, own);
    }
}
