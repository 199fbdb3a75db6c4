using System.Text.Json;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>Checks chat messages, and reads from them what the sidecar would: their roles, and where their texts stand.</summary>
internal static class ChatMessageReader
{
    public static IReadOnlyList<ChatMessage>? Read(JsonInput source) => source.List(ReadOne, "a list of objects");

    private static ChatMessage ReadOne(JsonInput source)
    {
        if (source.Object() is not { } fields)
        {
            return new ChatMessage { Source = source.Value };
        }

        if (!JsonText.HasNames(source.Value))
        {
            source.Refuse<string>($"has a name that {JsonText.LoneSurrogate}");
            return new ChatMessage { Source = source.Value };
        }

        var needsRole = ConversationReader.Text(source.Value, "type") is null or ChatMessages.Message;
        var role = fields.Take("role") is { } given ? given.Text() : needsRole ? fields.Refuse<string>("role", "is required.") : null;
        var content = fields.Take("content");
        if (content is { } found)
        {
            CheckContent(found);
        }

        var reader = new ConversationReader(source.Value);
        ChatMessages.ReadMessage(source.Value, reader);
        return new ChatMessage { Role = role, Content = content?.Value, Source = source.Value, Texts = reader.Texts, PassedOver = reader.PassedOver };
    }

    private static void CheckContent(JsonInput content)
    {
        switch (content.Value.ValueKind)
        {
            case JsonValueKind.String:
                content.Text();
                break;
            case JsonValueKind.Array:
                _ = content.List(CheckPart, "");
                break;
            default:
                content.Wrong<string>("a string, a list of parts or null");
                break;
        }
    }

    /// <returns>Whether it is a part.</returns>
    private static bool CheckPart(JsonInput part)
    {
        if (part.Object() is not { } fields)
        {
            return false;
        }

        if (fields.Take("type")?.Text() is "text" or "input_text" or "output_text" && fields.Take("text") is { } text)
        {
            text.Text();
        }

        return true;
    }
}
