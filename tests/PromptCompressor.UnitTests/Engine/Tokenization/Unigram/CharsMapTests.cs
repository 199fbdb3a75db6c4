using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Unigram;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Unigram;

public sealed class CharsMapTests
{
    [Fact]
    public void TryFind_NoRules_FindsNothing() => Assert.False(new CharsMap([]).TryFind("a"u8, out _));

    [Theory]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 1, 1, 1 })]
    [InlineData(new byte[] { 8, 0, 0, 0, 1, 1, 1, 1 })]
    public void Constructor_TrieDoesNotFit_Throws(byte[] compiled) =>
        Assert.Throws<TokenizerFormatException>(() => new CharsMap(compiled));
}
