namespace PromptCompressor.Core.Content.Detection;

/// <summary>What shows that a row of a table stands below another one.</summary>
internal static class TreeSigns
{
    private static readonly string[] Branches = ["\\_", "\\-", "├", "└", "│", "|-", "|_", "`-", "+-"];

    /// <summary>Whether a cell begins with what ties it to the row above.</summary>
    public static bool IsBranch(ReadOnlySpan<char> cell)
    {
        foreach (var branch in Branches)
        {
            if (cell.StartsWith(branch, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where a row begins; a sign of its state in front of it stands where others have blanks.</summary>
    public static int BeginsAt(ReadOnlySpan<char> line)
    {
        var at = Math.Max(0, line.IndexOfAnyExcept(' '));
        return line[at..] is ['●' or '○' or '*' or '×', ' ', not ' ', ..] ? at + 2 : at;
    }
}
