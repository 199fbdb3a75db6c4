using System.Collections.Frozen;
using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>
/// Messages and their parts as OpenAI and Anthropic write them. One reader for both: clients and gateways send parts of the one
/// API by the route of the other.
/// </summary>
internal static class ChatMessages
{
    /// <summary>The type of an item that has a role, where it names one.</summary>
    public const string Message = "message";

    /// <summary>Items and parts that hold no text of a user, a tool or a document, or none that may be changed.</summary>
    private static readonly FrozenSet<string> WithoutText = FrozenSet.Create(
        StringComparer.Ordinal,
        "image", "image_url", "input_image", "input_audio", "audio", "video_url", "file", "input_file", "document", "search_result", "refusal", "thinking", "redacted_thinking",
        "reasoning", "item_reference", "tool_use", "server_tool_use", "function_call", "custom_tool_call", "local_shell_call", "shell_call", "computer_call", "web_search_call",
        "image_generation_call", "apply_patch_call");

    /// <summary>Fields in which calls of the various tools say what they ask for.</summary>
    private static readonly string[] Arguments = ["arguments", "input", "action"];

    /// <param name="owner">An object.</param>
    /// <param name="name">Its field with the list of messages.</param>
    /// <param name="reader">Receives the texts.</param>
    public static void Read(JsonElement owner, string name, ConversationReader reader)
    {
        foreach (var message in ConversationReader.Items(owner, name))
        {
            reader.BeginMessage();
            if (message.ValueKind == JsonValueKind.Object)
            {
                ReadMessage(message, reader);
            }
        }
    }

    /// <param name="message">An object.</param>
    /// <param name="reader">Receives its texts.</param>
    public static void ReadMessage(JsonElement message, ConversationReader reader)
    {
        var (itemType, role) = (ConversationReader.Text(message, "type"), ConversationReader.Text(message, "role"));
        if (itemType is null or Message ? role == "assistant" : !itemType.EndsWith("_output", StringComparison.Ordinal))
        {
            reader.NoteAnswer();
        }

        switch (itemType)
        {
            case null or Message:
                NoteCalls(message, reader);
                ReadContent(
                    message, "content", KindOf(role), reader, new ToolResult(CallOf(message, reader), IsTrue(message, "is_error"), ToolOf(message, role)));
                break;
            case { } type when ResponsesItems.TryRead(type, message, reader):
                break;
            case { } other:
                PassOver(other, reader);
                break;
        }

        Mark(message, reader);
    }

    /// <summary>Reads a field that is a string or a list of parts.</summary>
    public static void ReadContent(JsonElement owner, string name, TextKind kind, ConversationReader reader, ToolResult result = default)
    {
        if (owner.TryGetProperty(name, out var content) && content.ValueKind == JsonValueKind.String)
        {
            reader.Add(content, kind, content, result);
            return;
        }

        foreach (var part in ConversationReader.Items(owner, name).Where(part => part.ValueKind == JsonValueKind.Object))
        {
            ReadPart(part, kind, reader, result);
            Mark(part, reader);
        }
    }

    private static void ReadPart(JsonElement part, TextKind kind, ConversationReader reader, ToolResult result)
    {
        switch (ConversationReader.Text(part, "type"))
        {
            case "text" or "input_text" or "output_text" when part.TryGetProperty("text", out var text):
                // Parts that say more than their text would lose it.
                reader.Add(text, kind, part.GetPropertyCount() == 2 ? part : null, result);
                break;
            case "tool_use":
                NoteCall(part, "id", reader);
                break;
            case "tool_result":
                ReadContent(part, "content", TextKind.Tool, reader, new ToolResult(ConversationReader.Text(part, "tool_use_id"), IsTrue(part, "is_error")));
                break;
            case "search_result" when !IsCited(part):
                ReadContent(part, "content", TextKind.Document, reader);
                break;
            case "document" when !IsCited(part) && part.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object:
                ReadDocument(source, reader);
                break;
            case { } other:
                PassOver(other, reader);
                break;
        }
    }

    private static void PassOver(string type, ConversationReader reader)
    {
        if (!WithoutText.Contains(type))
        {
            reader.PassOver(type);
        }
    }

    private static void ReadDocument(JsonElement source, ConversationReader reader)
    {
        switch (ConversationReader.Text(source, "type"))
        {
            case "text" when source.TryGetProperty("data", out var data):
                reader.Add(data, TextKind.Document);
                break;
            case "content":
                ReadContent(source, "content", TextKind.Document, reader);
                break;
        }
    }

    /// <summary>Citations quote the text and name places in it: it must be the one that the client has.</summary>
    private static bool IsCited(JsonElement part) =>
        part.TryGetProperty("citations", out var citations)
        && citations.ValueKind == JsonValueKind.Object
        && citations.TryGetProperty("enabled", out var enabled)
        && enabled.ValueKind == JsonValueKind.True;

    /// <summary>The call that a message is the result of. Ollama's names the tool, and neither it nor the call has an id.</summary>
    private static string? CallOf(JsonElement message, ConversationReader reader) =>
        ConversationReader.Text(message, "tool_call_id") ?? (ConversationReader.Text(message, "tool_name") is { } tool ? reader.NextResult(tool) : null);

    /// <summary>Results may name their tool; the <c>name</c> of any other message is its author's.</summary>
    private static string? ToolOf(JsonElement message, string? role) =>
        KindOf(role) == TextKind.Tool ? ConversationReader.Text(message, "tool_name") ?? ConversationReader.Text(message, "name") : null;

    private static void NoteCalls(JsonElement message, ConversationReader reader)
    {
        foreach (var call in ConversationReader.Items(message, "tool_calls").Where(call => call.ValueKind == JsonValueKind.Object))
        {
            // A custom tool takes text in place of arguments.
            foreach (var (kind, arguments) in new[] { ("function", "arguments"), ("custom", "input") })
            {
                if (call.TryGetProperty(kind, out var function) && function.ValueKind == JsonValueKind.Object)
                {
                    var name = ConversationReader.Text(function, "name");
                    reader.NoteCall(ConversationReader.Text(call, "id") ?? reader.NextCall(name), name, ConversationReader.Field(function, arguments));
                }
            }
        }
    }

    /// <param name="call">An object.</param>
    /// <param name="id">Its field with what its result names.</param>
    /// <param name="reader">Receives what it asks for.</param>
    public static void NoteCall(JsonElement call, string id, ConversationReader reader)
    {
        var arguments = Arguments.Select(name => ConversationReader.Field(call, name)).FirstOrDefault(value => value.ValueKind != JsonValueKind.Undefined);
        reader.NoteCall(ConversationReader.Text(call, id), ConversationReader.Text(call, "name") ?? BuiltIn(ConversationReader.Text(call, "type")), arguments);
    }

    /// <summary>The name of a tool that is known by the type of its calls, as <c>local_shell</c> of a <c>local_shell_call</c>.</summary>
    private static string? BuiltIn(string? type) => type?.EndsWith("_call", StringComparison.Ordinal) == true ? type[..^"_call".Length] : null;

    public static bool IsTrue(JsonElement owner, string name) => owner.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>The kind of author that a role stands for; an unknown role counts as instructions.</summary>
    public static TextKind KindOf(string? role) => role switch
    {
        "user" => TextKind.User,
        "assistant" => TextKind.Assistant,
        "tool" or "function" => TextKind.Tool,
        _ => TextKind.Instruction,
    };

    private static void Mark(JsonElement owner, ConversationReader reader)
    {
        if (owner.TryGetProperty("cache_control", out var marker) && marker.ValueKind == JsonValueKind.Object)
        {
            reader.MarkCached();
        }
    }
}
