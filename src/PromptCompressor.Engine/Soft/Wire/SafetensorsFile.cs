using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Soft.Wire;

/// <summary>Hugging Face's safetensors with one tensor, <c>prompt_embeds</c>: length of the header, header in JSON, bytes.</summary>
public static class SafetensorsFile
{
    public const string TensorName = "prompt_embeds";

    public static byte[] Write(EmbeddingMatrix matrix)
    {
        var type = matrix.Type switch
        {
            EmbeddingType.Bf16 => "BF16",
            EmbeddingType.F16 => "F16",
            _ => "F32",
        };
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"{{{TensorName}}}":{"dtype":"{{{type}}}","shape":[{{{matrix.Rows}}},{{{matrix.Columns}}}],"data_offsets":[0,{{{matrix.Bytes.Length}}}]}}""");

        // Readers that map the file want the data aligned; spaces may follow the header for it.
        var header = Encoding.ASCII.GetBytes(json.PadRight((json.Length + 7) / 8 * 8));
        var file = new byte[sizeof(ulong) + header.Length + matrix.Bytes.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        matrix.Bytes.Span.CopyTo(file.AsSpan(sizeof(ulong) + header.Length));
        return file;
    }
}
