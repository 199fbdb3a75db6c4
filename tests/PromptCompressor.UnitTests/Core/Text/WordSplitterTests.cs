using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Text;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\n ", "")]
    [InlineData("Hello, world!", "Hello|,|world|!")]
    [InlineData("don't re-enter rock ’n’ roll", "don't|re-enter|rock|’|n|’|roll")]
    [InlineData("dogs' tails", "dogs|'|tails")]
    [InlineData("- item", "-|item")]
    [InlineData("wait... what?!", "wait|...|what|?|!")]
    [InlineData("a----b", "a|----|b")]
    [InlineData("snake_case = 3.42", "snake_case|=|3|.|42")]
    [InlineData("naïve cafe\u0301", "naïve|cafe\u0301")]
    [InlineData("支払いはデータベースで", "支|払|い|は|データベース|で")]
    [InlineData("ภาษาไทย", "ภ|า|ษ|า|ไ|ท|ย")]
    [InlineData("한국어 텍스트", "한국어|텍스트")]
    [InlineData("👩‍💻👩‍💻 🇩🇪", "👩‍💻👩‍💻|🇩🇪")]
    [InlineData("a\ud800b", "a|\ud800|b")]
    [InlineData("a\0b", "a|\0|b")]
    public void Split_Text_GivesWords(string text, string expected)
    {
        var words = new List<TextSpan>();
        WordSplitter.Split(text, 0, words);
        Assert.Equal(expected, string.Join('|', words.Select(word => word.Of(text).ToString())));
    }

    [Fact]
    public void Split_AnyText_CoversAllButWhiteSpace() =>
        TextGen.Any.Sample(text =>
        {
            var words = new List<TextSpan>();
            WordSplitter.Split(text, 0, words);
            var at = 0;
            foreach (var word in words)
            {
                Assert.True(word.Start >= at && word.End > word.Start);
                Assert.True(string.IsNullOrWhiteSpace(text[at..word.Start]));
                at = word.End;
            }

            Assert.True(string.IsNullOrWhiteSpace(text[at..]));
        });
}
