using System.Runtime.InteropServices;
using System.Text.Json;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>
/// Finds the texts of a conversation and where they stand in the body. What it does not know, it passes over: new kinds of
/// messages and parts are the upstream's to understand.
/// </summary>
internal sealed class ConversationReader
{
    /// <summary>As deep as schemas of tools go, and no deeper: JSON that nests further could exhaust the stack.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,

        // Of two fields with one name the upstream might read the other.
        AllowDuplicateProperties = false,
    };

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<PromptText> _texts = [];
    private int _message = -1;
    private int _marked;

    private ConversationReader(ReadOnlyMemory<byte> body) => _body = body;

    /// <exception cref="JsonException">The body is no JSON, or ambiguous.</exception>
    public static Conversation Read(ReadOnlyMemory<byte> body, ChatFormat format)
    {
        using var document = Parse(body);
        var reader = new ConversationReader(body);
        var model = "";
        if (document.RootElement is { ValueKind: JsonValueKind.Object } root)
        {
            reader.ReadRoot(root, format);
            model = Text(root, "model") ?? "";
        }

        return new Conversation { Model = model, Texts = reader._texts, Marked = reader._marked, Messages = reader._message + 1 };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (InvalidOperationException e)
        {
            // Names are told apart by what they say, and half of a surrogate pair says nothing.
            throw new JsonException($"A name in the body {JsonText.LoneSurrogate}", e);
        }
    }

    private void ReadRoot(JsonElement root, ChatFormat format)
    {
        switch (format)
        {
            case ChatFormat.ChatCompletions:
                ReadMessages(root, "messages");
                break;
            case ChatFormat.Responses:
                ReadContent(root, "instructions", TextKind.Instruction);
                ReadTextOr(root, "input", () => ReadMessages(root, "input"));
                break;
            case ChatFormat.Completions:
                ReadTextOr(root, "prompt", () => ReadPrompts(root));
                break;
            case ChatFormat.Messages:
                ReadContent(root, "system", TextKind.Instruction);
                ReadMessages(root, "messages");
                break;
        }
    }

    private void ReadTextOr(JsonElement root, string name, Action otherwise)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        {
            _message++;
            Add(value, TextKind.User);
        }
        else
        {
            otherwise();
        }
    }

    private void ReadPrompts(JsonElement root)
    {
        foreach (var prompt in Items(root, "prompt"))
        {
            _message++;
            Add(prompt, TextKind.User);
        }
    }

    private void ReadMessages(JsonElement root, string name)
    {
        foreach (var message in Items(root, name))
        {
            _message++;
            if (message.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            switch (Text(message, "type"))
            {
                case null or "message":
                    ReadContent(message, "content", KindOf(Text(message, "role")));
                    break;
                case "function_call_output" or "custom_tool_call_output" or "local_shell_call_output" or "shell_call_output":
                    ReadContent(message, "output", TextKind.Tool);
                    break;
            }

            Mark(message);
        }
    }

    /// <summary>A string, or a list of parts.</summary>
    private void ReadContent(JsonElement owner, string name, TextKind kind)
    {
        if (owner.TryGetProperty(name, out var content) && content.ValueKind == JsonValueKind.String)
        {
            Add(content, kind, content);
            return;
        }

        foreach (var part in Items(owner, name).Where(part => part.ValueKind == JsonValueKind.Object))
        {
            ReadPart(part, kind);
            Mark(part);
        }
    }

    private void ReadPart(JsonElement part, TextKind kind)
    {
        switch (Text(part, "type"))
        {
            case "text" or "input_text" or "output_text" when part.TryGetProperty("text", out var text):
                // Parts that say more than their text would lose it.
                Add(text, kind, part.GetPropertyCount() == 2 ? part : null);
                break;
            case "tool_result":
                ReadContent(part, "content", TextKind.Tool);
                break;
            case "search_result" when !IsCited(part):
                ReadContent(part, "content", TextKind.Document);
                break;
            case "document" when !IsCited(part) && part.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object:
                ReadDocument(source);
                break;
        }
    }

    private void ReadDocument(JsonElement source)
    {
        switch (Text(source, "type"))
        {
            case "text" when source.TryGetProperty("data", out var data):
                Add(data, TextKind.Document);
                break;
            case "content":
                ReadContent(source, "content", TextKind.Document);
                break;
        }
    }

    /// <summary>Citations quote the text and name places in it: it must be the one that the client has.</summary>
    private static bool IsCited(JsonElement part) =>
        part.TryGetProperty("citations", out var citations)
        && citations.ValueKind == JsonValueKind.Object
        && citations.TryGetProperty("enabled", out var enabled)
        && enabled.ValueKind == JsonValueKind.True;

    private static TextKind KindOf(string? role) => role switch
    {
        "user" => TextKind.User,
        "assistant" => TextKind.Assistant,
        "tool" or "function" => TextKind.Tool,
        _ => TextKind.Instruction,
    };

    private void Mark(JsonElement owner)
    {
        if (owner.TryGetProperty("cache_control", out var marker) && marker.ValueKind == JsonValueKind.Object)
        {
            _marked = _texts.Count;
        }
    }

    private void Add(JsonElement value, TextKind kind, JsonElement? content = null)
    {
        if (value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text))
        {
            var (start, length) = PlaceOf(value);
            ContentPlace? place = null;
            if (content is { } owner)
            {
                var (first, bytes) = PlaceOf(owner);
                place = new ContentPlace(first, bytes, owner.ValueKind == JsonValueKind.String);
            }

            _texts.Add(new PromptText(text, start, length) { Kind = kind, Message = _message, Content = place });
        }
    }

    private (int Start, int Length) PlaceOf(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        _body.Span.Overlaps(raw, out var start);
        return (start, raw.Length);
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) ? text : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
