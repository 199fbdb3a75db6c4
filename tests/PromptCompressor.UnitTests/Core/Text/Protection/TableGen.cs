using System.Text.RegularExpressions;
using CsCheck;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

/// <summary>Random pipe tables, and a second reading of GFM's rule to judge what is left of them by.</summary>
internal static class TableGen
{
    private static readonly Gen<List<string>> Cells = Texts.OneOf(
        "one two", "one two three four five six", "\\a b\\ c d e f g\\", "x", "", "1,5 m", "a \\| b", "c\\", "d\\\\", "`e`", "-", "f\\g", "中文", "launch", "3.5 ms", "{\"a\":1,\"b\":[2]}", "\\h i", "\\j\\k").List[1, 4];

    private static readonly Gen<string> Row = Gen.Select(Cells, Texts.OneOf("|", " | ", "| "), Gen.Bool, Gen.Bool, (cells, pipe, head, tail) =>
        (head ? pipe.TrimStart() : "") + string.Join(pipe, cells) + (tail ? pipe.TrimEnd() : ""))
        .Where(line => line.Contains('|', StringComparison.Ordinal));

    /// <summary>Header row, delimiter row, and one to five rows of any number of cells.</summary>
    public static Gen<string> Table { get; } = Gen.Select(Gen.Int[1, 4], Row.List[1, 5], (columns, rows) =>
        string.Join('\n', [RowOf(columns, "head er"), RowOf(columns, "---"), .. rows]));

    /// <summary>Cells of a line, by splitting, to check the rule's own count against.</summary>
    public static int CellsOf(string line)
    {
        var bare = Regex.Replace(line.Trim(), @"\\.", "_");
        bare = bare.StartsWith('|') ? bare[1..] : bare;
        bare = bare.EndsWith('|') ? bare[..^1] : bare;
        return bare.Split('|').Length;
    }

    public static bool IsSubsequence(IEnumerable<int> some, List<int> all)
    {
        var at = 0;
        return some.All(item => (at = all.IndexOf(item, at) + 1) > 0);
    }

    private static string RowOf(int columns, string cell) => "|" + string.Concat(Enumerable.Repeat(cell + "|", columns));
}
