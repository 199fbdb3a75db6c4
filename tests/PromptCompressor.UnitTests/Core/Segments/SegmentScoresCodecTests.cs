using CsCheck;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Core.Segments;

public sealed class SegmentScoresCodecTests
{
    private static readonly SegmentScoresCodec WithSentences = new(dimension: 2);
    private static readonly SegmentScoresCodec ScoresAlone = new(dimension: 0);

    [Fact]
    public void Encode_ScoresAlone_StoresOneByteForEachWord()
    {
        var stored = ScoresAlone.Encode(new SegmentScores([new Score(255), new Score(0), new Score(17)], Sentences: null));

        Assert.Equal([255, 0, 17], stored);
        Assert.True(ScoresAlone.TryDecode(SegmentOf(words: 3), stored, out var read));
        Assert.Equal([new Score(255), new Score(0), new Score(17)], read.Words);
        Assert.Null(read.Sentences);
    }

    [Fact]
    public void Encode_Sentences_StoresTheirEndsAndVectorsBehindTheScores()
    {
        var stored = WithSentences.Encode(new SegmentScores([new Score(9), new Score(8), new Score(7)], new SentenceVectors([1, 3], new byte[] { 127, 0x81, 5, 6 })));

        Assert.Equal([9, 8, 7, 1, 0, 3, 0, 127, 0x81, 5, 6], stored);
        Assert.True(WithSentences.TryDecode(SegmentOf(words: 3), stored, out var read));
        Assert.Equal([1, 3], read.Sentences!.Ends);
        Assert.Equal([127, -127], read.Sentences[0].ToArray());
        Assert.Equal([5, 6], read.Sentences[1].ToArray());
    }

    /// <summary>Values without vectors are no values of a model that has them, and the other way round, even if a cache mixed them up.</summary>
    [Fact]
    public void TryDecode_ValueOfTheOtherFormat_IsNoValue()
    {
        Assert.NotEqual(ScoresAlone.Format, WithSentences.Format);
        Assert.False(WithSentences.TryDecode(SegmentOf(words: 3), [9, 8, 7], out _));
        Assert.False(ScoresAlone.TryDecode(SegmentOf(words: 3), [9, 8, 7, 3, 0, 127, 1], out _));
    }

    [Theory]
    [InlineData(9, 8, 7, 2, 0, 127, 1)] // The last sentence ends before the last word.
    [InlineData(9, 8, 7, 4, 0, 127, 1)]
    [InlineData(9, 8, 7, 3, 1, 127, 1)]
    [InlineData(9, 8, 7, 3, 0, 127)]
    [InlineData(9, 8, 7, 0, 0, 3, 0, 1, 1, 2, 2)] // A sentence without a word.
    [InlineData(9, 8, 7, 3, 0, 1, 0, 1, 1, 2, 2)] // Ends that fall.
    [InlineData(9, 8)]
    public void TryDecode_BytesOfNoSuchSegment_AreNoValue(params int[] stored) =>
        Assert.False(WithSentences.TryDecode(SegmentOf(words: 3), Array.ConvertAll(stored, value => (byte)value), out _));

    [Fact]
    public void TryDecode_AnyBytes_GivesAValueOrNone() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[1, 12]).Sample((bytes, words) =>
    {
        if (WithSentences.TryDecode(SegmentOf(words), bytes, out var read))
        {
            Assert.Equal(words, read.Sentences!.Ends[^1]);
            Assert.Equal(bytes, WithSentences.Encode(read));
        }
    });

    [Fact]
    public void QuestionCodec_StoresTheNumbers_AndTakesNoOtherCount()
    {
        var codec = new QuestionCodec(dimension: 3);
        Assert.Equal([127, 0x81, 0], codec.Encode(new QuestionVector([127, -127, 0])));
        Assert.True(codec.TryDecode("?", [127, 0x81, 0], out var read));
        Assert.Equal([127, -127, 0], read.Values);
        Assert.False(codec.TryDecode("?", [127, 0x81], out _));
    }

    private static SegmentText SegmentOf(int words) => new("", default, new TextSpan[words]);
}
