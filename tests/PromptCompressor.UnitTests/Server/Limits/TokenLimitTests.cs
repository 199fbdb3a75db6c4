using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Limits;

public sealed class TokenLimitTests
{
    [Fact]
    public void Check_FewerBytesThanTheLimit_CountsNothing()
    {
        var counter = new WordCounter();

        TokenLimit.Check(["one two", "three"], counter, 12);

        Assert.Equal(0, counter.Counted);
    }

    [Fact]
    public void Check_ManyBytesFewTokens_Passes() => TokenLimit.Check(["one two", "three"], new WordCounter(), 3);

    [Fact]
    public void Check_MoreTokens_StatesTheLimit_AndCountsNoFurther()
    {
        var counter = new WordCounter();
        var error = Assert.Throws<CompressionException>(() => TokenLimit.Check(["one two", "three", "four"], counter, 2));

        Assert.Equal(CompressionErrorKind.TooLarge, error.Kind);
        Assert.Equal("The request has more than 2 tokens (Limits:OriginTokens).", error.Message);
        Assert.Equal(2, counter.Counted);
    }

    private sealed class WordCounter : ITokenCounter
    {
        public int Counted { get; private set; }

        public string Name => "words";

        public bool IsExact => true;

        public int Count(ReadOnlySpan<char> text)
        {
            Counted++;
            return text.Count(' ') + 1;
        }
    }
}
