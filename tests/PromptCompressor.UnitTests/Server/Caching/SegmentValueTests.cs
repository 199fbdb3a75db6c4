using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class SegmentValueTests
{
    private static readonly SegmentKey Key = KeyOf("scores/3", "model", "hash", "A short note.");

    /// <summary>What each layout has written. Old ones stay here for good: they must be read or be misses.</summary>
    [Theory]
    [InlineData("01BCFCFE51775BB3CBFF001180", false)]
    [InlineData("01CD0A6FB292AA1FABFF001180", false)]
    [InlineData("695086AC423A47D2FF001180", true)]
    public void Decode_StoredBytes_ReadsTheLayoutOfNow(string hex, bool isReadable)
    {
        var value = SegmentValue.Decode(Key, Convert.FromHexString(hex));

        Assert.Equal(isReadable ? [255, 0, 17, 128] : null, value);
    }

    [Fact]
    public void Encode_WritesTheSameBytesForEver() =>
        Assert.Equal("695086AC423A47D2FF001180", Convert.ToHexString(SegmentValue.Encode(Key, [255, 0, 17, 128])));

    [Fact]
    public void Decode_Encoded_GivesThePayload() =>
        Gen.Byte.Array[0, 700].Sample(payload => Assert.Equal(payload, SegmentValue.Decode(Key, SegmentValue.Encode(Key, payload))!));

    [Fact]
    public void Decode_AnyBitFlipped_IsAMiss() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 1 << 20]).Sample((payload, at) =>
        {
            var stored = SegmentValue.Encode(Key, payload);
            at %= stored.Length * 8;
            stored[at / 8] ^= (byte)(1 << (at % 8));
            Assert.Null(SegmentValue.Decode(Key, stored));
        });

    [Fact]
    public void Decode_AnyPart_IsAMiss()
    {
        var stored = SegmentValue.Encode(Key, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

        Assert.All(Enumerable.Range(0, stored.Length), length => Assert.Null(SegmentValue.Decode(Key, stored.AsSpan(0, length))));
        Assert.Null(SegmentValue.Decode(Key, [.. stored, 0]));
    }

    [Fact]
    public void Decode_AnyBytes_ThrowsNever() => Gen.Byte.Array[0, 40].Sample(bytes => Assert.Null(SegmentValue.Decode(Key, bytes)));

    [Theory]
    [InlineData("scores/3", "model", "hash", "Another note.")]
    [InlineData("scores/3", "model", "other hash", "A short note.")]
    [InlineData("scores/3", "other model", "hash", "A short note.")]
    [InlineData("scores/4", "model", "hash", "A short note.")]
    public void Decode_ValueOfAnotherKey_IsAMiss(string format, string model, string hash, string text) =>
        Assert.Null(SegmentValue.Decode(Key, SegmentValue.Encode(KeyOf(format, model, hash, text), [1, 2, 3])));

    private static SegmentKey KeyOf(string format, string model, string hash, string text) => SegmentKey.Of(new CacheScope("default", format, model, hash), text);
}
