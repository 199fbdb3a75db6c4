using PromptCompressor.Engine.Tokenization.Unigram;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Unigram;

public sealed class TextElementsTests
{
    [Fact]
    public void Cut_ShortWord_TakesAll() => Assert.Equal(4, TextElements.Cut("abcd", 4));

    [Fact]
    public void Cut_LongWord_TakesUpToTheLimit() => Assert.Equal(3, TextElements.Cut("abcdef", 4));

    [Fact]
    public void Cut_AccentBeyondTheLimit_LeavesItsLetterToTheRest() => Assert.Equal(2, TextElements.Cut("abe\u0301\u0302x", 4));

    [Fact]
    public void Cut_ElementLongerThanTheLimit_IsCut() => Assert.Equal(4, TextElements.Cut("e\u0301\u0301\u0301\u0301\u0301", 4));

    [Fact]
    public void Cut_ElementLongerThanTheLimit_KeepsSurrogatesTogether() =>
        Assert.Equal(3, TextElements.Cut("e\u0301\u0301\U0001D165\u0301", 4));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("ab", 1)]
    [InlineData("e\u0301b", 2)]
    [InlineData("\U0001F600b", 2)]
    [InlineData("\uD800b", 1)]
    public void NextLength_Text_IsItsFirstElement(string text, int expected) => Assert.Equal(expected, TextElements.NextLength(text));
}
