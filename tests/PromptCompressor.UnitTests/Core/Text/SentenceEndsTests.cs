using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Text;

public sealed class SentenceEndsTests
{
    [Theory]
    [InlineData("It rained. It froze! Who knew?", "It rained. |It froze! |Who knew?")]
    [InlineData("Title\n\nOne line\nanother. End", "Title\n\n|One line\n|another. |End")]
    [InlineData("图书馆周一闭馆。借书期限为三周。", "图书馆周一闭馆。|借书期限为三周。")]
    [InlineData("等等。。。好的。", "等等。。。|好的。")] // A row of full stops is one word.
    [InlineData("He said \"no.\" She left.", "He said \"no.\" |She left.")]
    [InlineData("one", "one")]
    public void Of_TextsOfOneSegment_AreCutBehindSentencesAndLines(string text, string cut) => Assert.Equal(cut, Cut(text, _ => 99));

    /// <summary>Each letter here is a token: phrases grow from the left until they have 16.</summary>
    [Theory]
    [InlineData("กกกกก ขขขขข คคคคคคคค งงง จจจ", "กกกกก ขขขขข คคคคคคคค |งงง จจจ")]
    [InlineData("กกกกกกกกกกกกกกกก ขขข", "กกกกกกกกกกกกกกกก |ขขข")]
    [InlineData("กกก\nขขขขขขขขขขขขขขขขขข คคค", "กกก\n|ขขขขขขขขขขขขขขขขขข |คคค")]
    [InlineData("กกกกกกกกกกกกกกกกกก abc กกก", "กกกกกกกกกกกกกกกกกก abc กกก")] // Words of other scripts have spaces around them anyway.
    public void Of_PhrasesWithoutFullStops_AreJoinedUntilTheyHave16Tokens(string text, string cut) =>
        Assert.Equal(cut, Cut(text, span => span.Of(text).ToString().Count(char.IsLetter)));

    [Fact]
    public void Of_AnyText_EndsRiseToTheNumberOfWords() => TextGen.Any.Sample(text =>
    {
        var segmented = SegmentedText.Of(text);
        for (var i = 0; i < segmented.Segments.Count; i++)
        {
            var ends = SentenceEnds.Of(text, segmented.Segments[i], segmented.WordsOf(i));
            Assert.Equal(segmented.WordsOf(i).Count, ends[^1]);
            Assert.True(ends[0] > 0);
            Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        }
    });

    private static string Cut(string text, Func<TextSpan, int> tokensOf)
    {
        var words = new List<TextSpan>();
        WordSplitter.Split(text, 0, words);
        var starts = SentenceEnds.Of(text, new TextSpan(0, text.Length), words, tokensOf).SkipLast(1).Select(end => words[end].Start);
        return starts.Reverse().Aggregate(text, (cut, start) => cut.Insert(start, "|"));
    }
}
