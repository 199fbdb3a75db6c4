using System.Buffers.Binary;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// Conversions to little-endian bytes, round to nearest, ties to even: the same bytes on every machine and every time. What is not
/// finite is an error, since a server would compute nonsense from it for everything that follows.
/// </summary>
internal static class EmbeddingNumbers
{
    private const int BFloat16Bytes = 2;

    public static int SizeOf(EmbeddingType type) => type == EmbeddingType.F32 ? sizeof(float) : sizeof(ushort);

    /// <param name="values">Numbers.</param>
    /// <param name="target">Two bytes for each.</param>
    /// <exception cref="CompressionException">A number is not finite, or becomes so.</exception>
    public static void ToBFloat16(ReadOnlySpan<float> values, Span<byte> target)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            var rounded = float.IsFinite(values[i]) ? (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16 : 0x7F80;
            if ((rounded & 0x7F80) == 0x7F80)
            {
                throw NotFinite(EmbeddingType.Bf16);
            }

            BinaryPrimitives.WriteUInt16LittleEndian(target[(i * BFloat16Bytes)..], (ushort)rounded);
        }
    }

    /// <summary>The number that stands at the start of <paramref name="bytes"/>.</summary>
    public static float FromBFloat16(ReadOnlySpan<byte> bytes) =>
        BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16);

    /// <summary>Rows as they are kept, as numbers of another type.</summary>
    /// <exception cref="CompressionException">A number is too large for the type.</exception>
    public static ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> bfloat16, EmbeddingType type)
    {
        if (type == EmbeddingType.Bf16)
        {
            return bfloat16;
        }

        var source = bfloat16.Span;
        var size = SizeOf(type);
        var target = new byte[source.Length / BFloat16Bytes * size];
        for (var (from, to) = (0, 0); to < target.Length; from += BFloat16Bytes, to += size)
        {
            var value = FromBFloat16(source[from..]);
            if (type == EmbeddingType.F32)
            {
                BinaryPrimitives.WriteSingleLittleEndian(target.AsSpan(to), value);
                continue;
            }

            var half = (Half)value;
            if (!Half.IsFinite(half))
            {
                throw NotFinite(type);
            }

            BinaryPrimitives.WriteHalfLittleEndian(target.AsSpan(to), half);
        }

        return target;
    }

    private static CompressionException NotFinite(EmbeddingType type) =>
        new(CompressionErrorKind.Model, $"The model gave an embedding that {type} cannot hold as a finite number; nothing is sent.");
}
