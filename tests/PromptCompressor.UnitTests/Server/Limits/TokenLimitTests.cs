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

    /// <summary>Pieces of long texts, of lines or in one, have as many tokens as the whole, and counting stops soon after the limit.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public void Check_OneLongText_CountsNoFurtherThanTheLimit(string gap)
    {
        var counter = new CharCounter();
        var text = string.Concat(Enumerable.Repeat("word" + gap, 400_000));

        Assert.Throws<CompressionException>(() => TokenLimit.Check([text], counter, 200_000));
        Assert.InRange(counter.Counted, 200_001, 400_000);
        counter.Counted = 0;
        TokenLimit.Check([text], counter, text.Length);
        Assert.Equal(0, counter.Counted);
        Assert.Equal(text.Length, new CancellableCounter(counter, CancellationToken.None).Count(text));
    }

    [Fact]
    public void CancellableCounter_CallerLeaves_StopsBetweenPieces()
    {
        using var leaving = new CancellationTokenSource();
        var counter = new CharCounter { Counting = leaving.Cancel };

        Assert.Throws<OperationCanceledException>(() => new CancellableCounter(counter, leaving.Token).Count(string.Concat(Enumerable.Repeat("word ", 400_000))));
        Assert.InRange(counter.Counted, 1, 200_000);
    }

    /// <summary>A token is a character.</summary>
    private sealed class CharCounter : ITokenCounter
    {
        public int Counted { get; set; }

        public Action? Counting { get; init; }

        public string Name => "characters";

        public bool IsExact => true;

        public int Count(ReadOnlySpan<char> text)
        {
            Counting?.Invoke();
            Counted += text.Length;
            return text.Length;
        }
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
