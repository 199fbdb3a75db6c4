using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>Items of OpenAI's Responses API that are no messages: calls of tools, their results, and calls that hold their results.</summary>
internal static class ResponsesItems
{
    /// <param name="type">The type of the item.</param>
    /// <param name="item">An object.</param>
    /// <param name="reader">Receives its texts, and what it asks for.</param>
    /// <returns>False if it is none of these.</returns>
    public static bool TryRead(string type, JsonElement item, ConversationReader reader)
    {
        switch (type)
        {
            case "function_call" or "custom_tool_call" or "local_shell_call" or "shell_call" or "apply_patch_call":
                ChatMessages.NoteCall(item, "call_id", reader);
                return true;
            case "function_call_output" or "custom_tool_call_output" or "local_shell_call_output" or "apply_patch_call_output":
                ChatMessages.ReadContent(item, "output", TextKind.Tool, reader, ResultOf(item, ChatMessages.IsTrue(item, "is_error") || ConversationReader.Text(item, "status") == "failed"));
                return true;
            case "shell_call_output" when item.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array:
                ReadShell(item, reader);
                return true;
            case "shell_call_output":
                ChatMessages.ReadContent(item, "output", TextKind.Tool, reader, ResultOf(item, isError: false));
                return true;
            case "mcp_call":
                ChatMessages.NoteCall(item, "id", reader);
                Add(item, "output", TextKind.Tool, reader, new ToolResult(ConversationReader.Text(item, "id"), IsError: false));
                return true;
            case "code_interpreter_call":
                AddEach(item, "outputs", "logs", TextKind.Tool, reader, new ToolResult(null, IsError: false, "code_interpreter"));
                return true;
            case "file_search_call":
                AddEach(item, "results", "text", TextKind.Document, reader);
                return true;
            default:
                return false;
        }
    }

    private static ToolResult ResultOf(JsonElement item, bool isError) => new(ConversationReader.Text(item, "call_id"), isError);

    /// <summary>What each command wrote. One that did not end with 0 failed, and so did one that ran out of time.</summary>
    private static void ReadShell(JsonElement item, ConversationReader reader)
    {
        foreach (var command in ConversationReader.Items(item, "output").Where(command => command.ValueKind == JsonValueKind.Object))
        {
            var hasFailed = command.TryGetProperty("outcome", out var outcome)
                && outcome.ValueKind == JsonValueKind.Object
                && !(outcome.TryGetProperty("exit_code", out var code) && code.ValueKind == JsonValueKind.Number && code.GetRawText() == "0");
            Add(command, "stdout", TextKind.Tool, reader, ResultOf(item, hasFailed));
            Add(command, "stderr", TextKind.Tool, reader, ResultOf(item, hasFailed));
        }
    }

    private static void AddEach(JsonElement item, string list, string name, TextKind kind, ConversationReader reader, ToolResult result = default)
    {
        foreach (var entry in ConversationReader.Items(item, list).Where(entry => entry.ValueKind == JsonValueKind.Object))
        {
            Add(entry, name, kind, reader, result);
        }
    }

    private static void Add(JsonElement owner, string name, TextKind kind, ConversationReader reader, ToolResult result = default)
    {
        if (owner.TryGetProperty(name, out var text))
        {
            reader.Add(text, kind, result: result);
        }
    }
}
