using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>Bodies of requests to vLLM.</summary>
internal static class VllmBody
{
    /// <summary>Fields that the body has from elsewhere.</summary>
    public static readonly IReadOnlyList<string> OwnFields = ["model", "messages", "prompt", "prompt_embeds"];

    /// <param name="servedModel">The generator's name at the server.</param>
    /// <param name="system">Null: no system message.</param>
    /// <param name="before">Text before the rows; empty for none.</param>
    /// <param name="rows">The context.</param>
    /// <param name="after">Text after the rows; empty for none.</param>
    /// <param name="parameters">Copied; null for none.</param>
    public static RawJson Chat(string servedModel, string? system, string before, EmbeddingMatrix rows, string after, JsonElement? parameters) => Write(writer =>
    {
        writer.WriteString("model", servedModel);
        writer.WriteStartArray("messages");
        if (system is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("role", "system");
            writer.WriteString("content", system);
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteStartArray("content");
        WriteText(writer, before);
        writer.WriteStartObject();
        writer.WriteString("type", "prompt_embeds");
        writer.WriteBase64String("data", TorchFile.Write(rows));
        writer.WriteEndObject();
        WriteText(writer, after);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteParameters(writer, parameters);
    });

    /// <param name="servedModel">The generator's name at the server.</param>
    /// <param name="rows">All of the prompt.</param>
    /// <param name="parameters">Copied; null for none.</param>
    public static RawJson Completions(string servedModel, EmbeddingMatrix rows, JsonElement? parameters) => Write(writer =>
    {
        writer.WriteString("model", servedModel);
        writer.WriteNull("prompt");
        writer.WriteBase64String("prompt_embeds", TorchFile.Write(rows));
        WriteParameters(writer, parameters);
    });

    private static RawJson Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new RawJson(body.WrittenMemory);
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, JsonElement? parameters)
    {
        foreach (var parameter in parameters?.EnumerateObject() ?? default)
        {
            writer.WritePropertyName(JsonText.NameOf(parameter));
            writer.WriteRawValue(parameter.Value.GetRawText());
        }
    }
}
