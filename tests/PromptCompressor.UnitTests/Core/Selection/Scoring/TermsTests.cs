using CsCheck;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Selection.Scoring;

public sealed class TermsTests
{
    [Theory]
    [InlineData("compress", "Compression")]
    [InlineData("Wer gründete", "WER GRÜNDETE")]
    [InlineData("основал", "основала")]
    [InlineData("l'Europe", "Europe")]
    [InlineData("well-known", "KNOWN WELL")]
    [InlineData("東京都", "都は東京都の")]
    [InlineData("データ", "データ。")]
    public void Of_FormsOfAWord_ShareTheirTerms(string one, string other) => Assert.Subset(IdsOf(other), IdsOf(one));

    [Theory]
    [InlineData("1986", "1987")]
    [InlineData("12345678", "12345679")]
    [InlineData("cat", "category")]
    [InlineData("北京", "京北")]
    public void Of_DifferentWords_ShareNothing(string one, string other) => Assert.False(IdsOf(one).Overlaps(IdsOf(other)));

    [Theory]
    [InlineData("")]
    [InlineData("?!... - (…) 。？")]
    [InlineData("a ' b")]
    [InlineData("\ud800")]
    public void Of_NothingToCompare_IsEmpty(string text) => Assert.Empty(IdsOf(text));

    [Fact]
    public void Of_AnyText_NamesItsWordsInOrder() => TextGen.Any.Sample(text =>
    {
        var words = SegmentedText.Of(text).Words;
        var terms = Terms.Of(text, words);
        Assert.All(terms, term => Assert.InRange(term.Word, 0, words.Count - 1));
        Assert.Equal(terms.OrderBy(term => term.Word), terms);
    });

    private static HashSet<ulong> IdsOf(string text) => [.. Terms.Of(text, SegmentedText.Of(text).Words).Select(term => term.Id)];
}
