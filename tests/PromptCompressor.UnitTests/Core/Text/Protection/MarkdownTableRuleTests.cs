using CsCheck;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

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
        var cell = Texts.OneOf("one two", "one two three four five six", "\\a b\\ c d e f g\\", "x", "", "1,5 m", "a \\| b", "c\\", "d\\\\", "`e`", "-", "f\\g", "中文", "\\h i", "\\j\\k").List[1, 4];
        var row = Gen.Select(cell, Texts.OneOf("|", " | ", "| "), Gen.Bool, Gen.Bool, (cells, pipe, head, tail) =>
            (head ? pipe.TrimStart() : "") + string.Join(pipe, cells) + (tail ? pipe.TrimEnd() : ""))
            .Where(line => line.Contains('|', StringComparison.Ordinal));
        var table = Gen.Select(Gen.Int[1, 4], row.List[1, 5], (columns, rows) =>
            string.Join('\n', [Row(columns, "head er"), Row(columns, "---"), .. rows]));

        Gen.Select(table, Gen.Int).Sample((text, seed) =>
        {
            var output = RuleRunner.DropAtRandom(text, Sut, seed);

            var rows = text.Split('\n').Select(CellsOf).ToList();
            var left = output.Split('\n').Select(CellsOf).ToList();
            return left.Take(2).SequenceEqual(rows.Take(2)) && IsSubsequence(left, rows);
        });
    }

    private static bool IsSubsequence(IEnumerable<int> some, List<int> all)
    {
        var at = 0;
        return some.All(item => (at = all.IndexOf(item, at) + 1) > 0);
    }

    private static string Row(int columns, string cell) => "|" + string.Concat(Enumerable.Repeat(cell + "|", columns));

    /// <summary>A second reading of GFM's rule, by splitting, to check the rule's own count against.</summary>
    private static int CellsOf(string line)
    {
        var bare = System.Text.RegularExpressions.Regex.Replace(line.Trim(), @"\\.", "_");
        bare = bare.StartsWith('|') ? bare[1..] : bare;
        bare = bare.EndsWith('|') ? bare[..^1] : bare;
        return bare.Split('|').Length;
    }
}
