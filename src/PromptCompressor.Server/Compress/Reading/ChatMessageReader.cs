using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress.Reading;

/// <summary>Reads what compression needs to know of chat messages: their roles and where their texts stand.</summary>
internal static class ChatMessageReader
{
    private const string Field = "messages";

    public static List<ChatMessage>? Read(JsonElement? source, FieldErrors errors)
    {
        if (source is not { } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(Field, JsonKinds.Mismatch("a list of objects", list));
            return null;
        }

        var messages = new List<ChatMessage>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            messages.Add(ReadOne(item, $"{Field}[{messages.Count}]", errors));
        }

        return messages;
    }

    private static ChatMessage ReadOne(JsonElement source, string path, FieldErrors errors)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, JsonKinds.Mismatch("an object", source));
            return new ChatMessage { Role = "", Source = source };
        }

        var fields = new JsonFields(source, errors, path + ".");
        if (fields.Text("role") is not { } role)
        {
            if (!errors.Has(path + ".role"))
            {
                errors.Add(path + ".role", "is required.");
            }

            role = "";
        }

        var content = fields.Any("content");
        return new ChatMessage { Role = role, Content = content, Source = source, Texts = TextsOf(content, path + ".content", errors) };
    }

    private static List<MessageText> TextsOf(JsonElement? content, string path, FieldErrors errors)
    {
        var texts = new List<MessageText>();
        switch (content)
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.String } text:
                Add(texts, text, path, errors);
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                var index = 0;
                foreach (var part in parts.EnumerateArray())
                {
                    AddPart(texts, part, $"{path}[{index++}]", errors);
                }

                break;
            default:
                errors.Add(path, JsonKinds.Mismatch("a string, a list of parts or null", content.Value));
                break;
        }

        return texts;
    }

    private static void AddPart(List<MessageText> texts, JsonElement part, string path, FieldErrors errors)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, JsonKinds.Mismatch("an object", part));
            return;
        }

        var fields = new JsonFields(part, errors, path + ".");
        if (fields.Text("type") == "text" && fields.Any("text") is { } text)
        {
            Add(texts, text, path + ".text", errors);
        }
    }

    private static void Add(List<MessageText> texts, JsonElement source, string path, FieldErrors errors)
    {
        if (source.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, JsonKinds.Mismatch("a string", source));
        }
        else if (JsonText.TryRead(source, out var text))
        {
            texts.Add(new MessageText(source, text));
        }
        else
        {
            errors.Add(path, JsonText.LoneSurrogate);
        }
    }
}
