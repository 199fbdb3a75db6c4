using CsCheck;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>The question of a text is cut in one place, and never within a character.</summary>
public sealed class TextAimTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("grep total", null, "grep total")]
    [InlineData(null, "Who paid?", "Who paid?")]
    [InlineData("", "Who paid?", "Who paid?")]
    [InlineData("grep total", "Who paid?", "grep total Who paid?")]
    [InlineData("grep total", "Read this first. Who has not paid yet?", "grep total not paid yet?")]
    [InlineData("grep -rn total src/ledger", "Who paid?", "grep -rn total src/ledge")]
    [InlineData(null, "Read this first. Who has not paid yet?", "st. Who has not paid yet?")]
    public void LongOnes_KeepTheBeginningOfTheQueryAndTheEndOfTheQuestion(string? query, string? question, string? aim) =>
        Assert.Equal(aim?[^Math.Min(aim.Length, 24)..], TextAim.Of(query, question, 24));

    [Fact]
    public void AnyLength_CutsNoCharacter() =>
        Gen.Select(Gen.OneOf("a", "😀", "𝒳", " ", "é").List[0, 20], Gen.OneOf("a", "😀", "🚀", " ").List[0, 20], Gen.Int[1, 60]).Sample((query, question, longest) =>
        {
            var aim = TextAim.Of(string.Concat(query), string.Concat(question), longest)!;
            Assert.True(aim.Length <= longest);
            Assert.Equal(aim, string.Concat(aim.EnumerateRunes()));
            Assert.DoesNotContain('\uFFFD', aim);
        });
}
