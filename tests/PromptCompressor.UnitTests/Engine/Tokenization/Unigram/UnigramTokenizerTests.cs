using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Unigram;

public sealed class UnigramTokenizerTests
{
    private const int WordStart = 6;

    [Theory]
    [InlineData("<s>")]
    [InlineData("</s>")]
    [InlineData("<pad>")]
    [InlineData("<unk>")]
    [InlineData("<mask>")]
    [InlineData("a<s>b </s><pad>")]
    public void Encode_NamesOfSpecialTokens_AreText(string text)
    {
        var (ids, _) = TestTokenizers.Xlmr.Encode(text);
        var special = TestTokenizers.Xlmr.SpecialIds;
        Assert.DoesNotContain(ids, id => id == special.Cls || id == special.Sep || id == special.Pad || id == special.Unk || id >= 250_001);
    }

    [Fact]
    public void Encode_LoneWordStart_HasEmptySpanAtTheWord()
    {
        var (ids, offsets) = TestTokenizers.Xlmr.Encode("a \u6F22\u5B57");
        Assert.Equal(WordStart, ids[1]);
        Assert.Equal(new TextSpan(2, 2), offsets[1]);
        Assert.Equal(4, offsets[^1].End);
    }

    [Fact]
    public void Encode_UnknownNeighbours_AreOneToken()
    {
        var (ids, offsets) = TestTokenizers.Xlmr.Encode("\uFDFD\u1E9E\U000F0000");
        Assert.Equal([WordStart, TestTokenizers.Xlmr.SpecialIds.Unk], ids);
        Assert.Equal(new TextSpan(0, 4), offsets[1]);
    }

    [Fact]
    public void Encode_UnknownNeighboursAcrossACut_AreOneToken()
    {
        var text = new string('\uFDFD', 2_500);
        var (ids, offsets) = TestTokenizers.Xlmr.Encode(text);
        Assert.Equal([WordStart, TestTokenizers.Xlmr.SpecialIds.Unk], ids);
        Assert.Equal(new TextSpan(0, text.Length), offsets[1]);
    }

    [Fact]
    public void Encode_LongWord_HasOneWordStartAndNoGaps()
    {
        var text = string.Concat(Enumerable.Repeat("abcdefghij", 500));
        var (_, offsets) = TestTokenizers.Xlmr.Encode(text);
        var end = 0;
        foreach (var span in offsets)
        {
            Assert.Equal(end, span.Start);
            end = span.End;
        }

        Assert.Equal(text.Length, end);
        Assert.Single(offsets, span => span.IsEmpty || span.Start == 0);
    }

    [Fact]
    public void Encode_ControlCharacters_AreDeletedWithoutEndingTheWord()
    {
        var plain = TestTokenizers.Xlmr.Encode("xyz");
        var (ids, offsets) = TestTokenizers.Xlmr.Encode("x\u0001y\u007Fz");
        Assert.Equal(plain.Ids, ids);
        Assert.Equal(5, offsets[^1].End);
    }

    [Fact]
    public void Encode_CharacterThatNormalizesToWhiteSpace_EndsTheWord() =>
        Assert.Equal(TestTokenizers.Xlmr.Encode("a b").Ids, TestTokenizers.Xlmr.Encode("a\u200Bb").Ids);

    [Fact]
    public void Encode_EquallyLikelySplits_AreToldApartAsInDouble()
    {
        // 22 dashes are 6 + 16 or 16 + 6 at the same score; sums in float take the other one.
        var (ids, _) = TestTokenizers.Xlmr.Encode("|------|----------------------|----------------");
        Assert.Equal([WordStart, 58745, 110405, 58745, 110405, 103428, 58745, 103428], ids);
    }

    [Fact]
    public void Encode_WordSeenBefore_HasOffsetsOfItsNewPlace()
    {
        var first = TestTokenizers.Xlmr.Encode("tokenizer").Offsets;
        var later = TestTokenizers.Xlmr.Encode("a  tokenizer").Offsets[1..];
        Assert.Equal(first.ConvertAll(span => new TextSpan(span.Start + 3, span.End + 3)), later);
    }

    [Fact]
    public void Encode_ListsWithContent_AreAppendedTo()
    {
        List<int> ids = [7];
        List<TextSpan> offsets = [];
        TestTokenizers.Xlmr.Encode("Hello world!", ids, offsets);
        Assert.Equal([7, 35378, 8999, 38], ids);
        Assert.Equal(3, offsets.Count);
    }
}
