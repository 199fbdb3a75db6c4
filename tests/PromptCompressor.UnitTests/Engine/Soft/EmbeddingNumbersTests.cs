using System.Buffers.Binary;
using CsCheck;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.UnitTests.Engine.Soft;

public sealed class EmbeddingNumbersTests
{
    [Theory]
    [InlineData(0x3F800000u, 0x3F80)] // 1
    [InlineData(0x80000000u, 0x8000)] // -0
    [InlineData(0x3F808000u, 0x3F80)] // half way, down to even
    [InlineData(0x3F818000u, 0x3F82)] // half way, up to even
    [InlineData(0x3F808001u, 0x3F81)] // just over half way
    [InlineData(0x3F80FFFFu, 0x3F81)]
    [InlineData(0x00000001u, 0x0000)] // the smallest subnormal
    [InlineData(0x00018000u, 0x0002)]
    [InlineData(0xBF807FFFu, 0xBF80)]
    public void ToBFloat16_RoundsToNearestEven(uint bits, int expected) => Assert.Equal(expected, ToBFloat16(BitConverter.UInt32BitsToSingle(bits)));

    [Fact]
    public void ToBFloat16_AnyNumber_IsTheNearest() => Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Where(x => float.Abs(x) < 1e38f).Sample(x =>
    {
        var rounded = Widen(ToBFloat16(x));
        var (below, above) = (Widen((ushort)(ToBFloat16(x) - 1)), Widen((ushort)(ToBFloat16(x) + 1)));
        var error = Math.Abs((double)rounded - x);
        Assert.True(float.IsNaN(below) || error <= Math.Abs((double)below - x));
        Assert.True(float.IsNaN(above) || error <= Math.Abs((double)above - x));
    });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)] // rounds up to infinity
    public void ToBFloat16_NotFinite_IsAnError(float value)
    {
        var error = Assert.Throws<CompressionException>(() => EmbeddingNumbers.ToBFloat16([0, value], new byte[4]));
        Assert.Equal(CompressionErrorKind.Model, error.Kind);
    }

    [Fact]
    public void Convert_BFloat16ToSingle_KeepsEveryValue() => Gen.Short.Where(bits => (bits & 0x7F80) != 0x7F80).Sample(bits =>
    {
        var single = BinaryPrimitives.ReadSingleLittleEndian(Convert(bits, EmbeddingType.F32));
        Assert.Equal((uint)(ushort)bits << 16, BitConverter.SingleToUInt32Bits(single));
    });

    [Theory]
    [InlineData(0x3F80, 0x3C00)] // 1
    [InlineData(0x4780, -1)] // 65,536 is over the range
    [InlineData(0x477F, 0x7BF8)] // 65,280
    [InlineData(0x3300, 0x0000)] // 2^-25, half of the smallest, to even
    [InlineData(0x3340, 0x0001)]
    public void Convert_BFloat16ToHalf_RoundsOrRefuses(int bits, int expected)
    {
        if (expected < 0)
        {
            Assert.Throws<CompressionException>(() => Convert((short)bits, EmbeddingType.F16));
        }
        else
        {
            Assert.Equal(expected, BinaryPrimitives.ReadUInt16LittleEndian(Convert((short)bits, EmbeddingType.F16)));
        }
    }

    private static byte[] Convert(short bits, EmbeddingType type)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, bits);
        return EmbeddingNumbers.Convert(bytes, type).ToArray();
    }

    private static ushort ToBFloat16(float value)
    {
        var bytes = new byte[2];
        EmbeddingNumbers.ToBFloat16([value], bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private static float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
