using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Soft.Wire;

/// <summary>NumPy's file of one array, version 1.0. NumPy has no bfloat16.</summary>
public static class NpyFile
{
    private const int Alignment = 64;

    public static bool Supports(EmbeddingType type) => type != EmbeddingType.Bf16;

    public static byte[] Write(EmbeddingMatrix matrix)
    {
        var type = matrix.Type switch
        {
            EmbeddingType.F16 => "<f2",
            EmbeddingType.F32 => "<f4",
            _ => throw new ArgumentException("NumPy has no bfloat16.", nameof(matrix)),
        };
        var dictionary = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({matrix.Rows}, {matrix.Columns}), }}");
        ReadOnlySpan<byte> magic = [0x93, .. "NUMPY"u8, 1, 0];
        var start = magic.Length + sizeof(ushort);
        var data = (start + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var file = new byte[data + matrix.Bytes.Length];
        magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(magic.Length), (ushort)(data - start));
        Encoding.ASCII.GetBytes(dictionary.PadRight(data - start - 1) + '\n', file.AsSpan(start));
        matrix.Bytes.Span.CopyTo(file.AsSpan(data));
        return file;
    }
}
