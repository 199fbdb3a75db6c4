using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Content parts of vLLM's chat route: written, and recognised again.</summary>
internal static class EmbeddingParts
{
    /// <param name="parts">Text, or rows in its place.</param>
    /// <param name="isList">Whether they make a list; else they stand in one, separated by commas.</param>
    public static byte[] Write(IReadOnlyList<(string Text, EmbeddingMatrix? Rows)> parts, bool isList)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (var (text, rows) in parts)
            {
                writer.WriteStartObject();
                if (rows is null)
                {
                    writer.WriteString("type", "text");
                    writer.WriteString("text", Neutral(text));
                }
                else
                {
                    writer.WriteString("type", "prompt_embeds");
                    writer.WriteBase64String("data", TorchFile.Write(rows));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return (isList ? json.WrittenSpan : json.WrittenSpan[1..^1]).ToArray();
    }

    /// <summary>A text over which vLLM lays no embeddings.</summary>
    public static string Neutral(string text)
    {
        var found = 0;
        return SpecialText.Neutralize(text, [], ref found);
    }

    /// <summary>Whether what the reader stands on is as many parts as <see cref="Write"/> wrote; leaves it on their last token.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool Follow(ref Utf8JsonReader reader, PartsShape shape)
    {
        var (count, isList) = shape;
        if (isList && (reader.TokenType != JsonTokenType.StartArray || !reader.Read()))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if ((i > 0 && !reader.Read()) || !IsPart(ref reader))
            {
                return false;
            }
        }

        return !isList || (reader.Read() && reader.TokenType == JsonTokenType.EndArray);
    }

    /// <summary>Whether any string of a body has the placeholder in it, escaped or not.</summary>
    public static bool HavePlaceholder(ReadOnlySpan<byte> body, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(body, options);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                continue;
            }

            if (reader.ValueIsEscaped ? HasEscaped(ref reader) : reader.ValueSpan.IndexOf("<prompt_embeds>"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !IsName(ref reader, "type"u8) || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        var isRows = reader.ValueTextEquals("prompt_embeds"u8);
        return (isRows || reader.ValueTextEquals("text"u8))
            && IsName(ref reader, isRows ? "data"u8 : "text"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);

    private static bool HasEscaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!.Contains(SpecialText.Placeholder, StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: what the upstream makes of it is not known.
            return true;
        }
    }
}

/// <summary>Content parts that stand where one value stood.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="IsList">They are in a list of their own, in place of a string; else in the list of the part whose place they took.</param>
internal sealed record PartsShape(int Count, bool IsList);
