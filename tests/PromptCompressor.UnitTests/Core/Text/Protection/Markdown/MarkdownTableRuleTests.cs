using CsCheck;
using PromptCompressor.Core.Text.Protection.Markdown;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Markdown;

public class MarkdownTableRuleTests
{
    private static readonly MarkdownTableRule Sut = new();

    [Theory]
    [InlineData("| A b | C |\n|---|:-:|\n| d | e |\nrest", "| A b | C |\n|---|:-:|\n¦| d | e |")]
    [InlineData("A | B\n- | -\nc d | e f\n", "A | B\n- | -\n¦c d | e f")]
    [InlineData("|A|B|\r\n|-|-|\r\n|x|y|\r\n", "|A|B|\r\n|-|-|\r\n¦|x|y|")]
    [InlineData("|A|B|\n|-|-|\n\n|x|y|", "|A|B|\n|-|-|\n")]
    [InlineData("|A|\n|-|\n|one two three four five six|", "|A|\n|-|\n¦|¦|")]
    [InlineData("A|B\n-|-\none two three four five six|x", "A|B\n-|-\n¦o¦|¦x")]
    [InlineData("|A|B|\n|-|-|\n|\\x y one two three four|\\z|", "|A|B|\n|-|-|\n¦|¦|¦\\z¦|")]
    public void Find_Table_KeepsHeadRowsAndCellEdges(string text, string expected) =>
        Assert.Equal(expected.Split('¦'), RuleRunner.Slices(Sut, text));

    [Theory]
    [InlineData("a | b without a delimiter row | c")]
    [InlineData("|A|B|\n|-|")]
    [InlineData("\n|-|-|\n|a|b|")]
    [InlineData("Title\n-----\ntext")]
    [InlineData("|A|\n|:|\n")]
    public void Find_NoTable_FindsNothing(string text) => Assert.Empty(RuleRunner.Slices(Sut, text));

    [Fact]
    public void Find_AnyWordsDropped_KeepsCellsPerRow()
    {
        Gen.Select(TableGen.Table, Gen.Int).Sample((text, seed) =>
        {
            var output = RuleRunner.DropAtRandom(text, Sut, seed);

            var rows = text.Split('\n').Select(TableGen.CellsOf).ToList();
            var left = output.Split('\n').Select(TableGen.CellsOf).ToList();
            return left.Take(2).SequenceEqual(rows.Take(2)) && TableGen.IsSubsequence(left, rows);
        });
    }
}
