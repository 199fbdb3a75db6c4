using System.Buffers.Binary;
using System.Text.Json;

namespace PromptCompressor.Engine.Soft.Wire;

/// <summary>A list of lists of numbers, as SGLang's <c>input_embeds</c> wants it. Each number is the shortest that reads back the same.</summary>
public static class JsonFloats
{
    /// <summary>Bytes after which what is written is handed on.</summary>
    private const int FlushAt = 1 << 16;

    public static void Write(Utf8JsonWriter writer, EmbeddingMatrix matrix)
    {
        var bytes = matrix.Bytes.Span;
        var size = EmbeddingNumbers.SizeOf(matrix.Type);
        writer.WriteStartArray();
        for (var row = 0; row < matrix.Rows; row++)
        {
            writer.WriteStartArray();
            for (var column = 0; column < matrix.Columns; column++, bytes = bytes[size..])
            {
                writer.WriteNumberValue(NumberAt(bytes, matrix.Type));
            }

            writer.WriteEndArray();
            if (writer.BytesPending > FlushAt)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    private static float NumberAt(ReadOnlySpan<byte> bytes, EmbeddingType type) => type switch
    {
        EmbeddingType.Bf16 => EmbeddingNumbers.FromBFloat16(bytes),
        EmbeddingType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };
}
