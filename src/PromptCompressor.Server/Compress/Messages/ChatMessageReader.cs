using System.Text.Json;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>Reads what compression needs to know of chat messages: their roles and where their texts stand.</summary>
internal static class ChatMessageReader
{
    public static IReadOnlyList<ChatMessage>? Read(JsonInput source) => source.List(ReadOne, "a list of objects");

    private static ChatMessage ReadOne(JsonInput source)
    {
        if (source.Object() is not { } fields)
        {
            return new ChatMessage { Role = "", Source = source.Value };
        }

        var role = fields.Take("role") is { } given ? given.Text() : fields.Refuse<string>("role", "is required.");
        var content = fields.Take("content");
        var texts = new List<MessageText>();
        if (content is { } found)
        {
            ReadContent(found, texts);
        }

        return new ChatMessage { Role = role ?? "", Content = content?.Value, Source = source.Value, Texts = texts };
    }

    private static void ReadContent(JsonInput content, List<MessageText> texts)
    {
        switch (content.Value.ValueKind)
        {
            case JsonValueKind.String:
                Add(content, texts);
                break;
            case JsonValueKind.Array:
                _ = content.List(part => ReadPart(part, texts), "");
                break;
            default:
                content.Wrong<string>("a string, a list of parts or null");
                break;
        }
    }

    /// <returns>Whether it is a part.</returns>
    private static bool ReadPart(JsonInput part, List<MessageText> texts)
    {
        if (part.Object() is not { } fields)
        {
            return false;
        }

        if (fields.Take("type")?.Text() == "text" && fields.Take("text") is { } text)
        {
            Add(text, texts);
        }

        return true;
    }

    private static void Add(JsonInput source, List<MessageText> texts)
    {
        if (source.Text() is { } text)
        {
            texts.Add(new MessageText(source.Value, text));
        }
    }
}
