using System.Globalization;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>Rows of a query with a line for each column: <c>-[ RECORD 1 ]-</c> of psql, <c>*** 1. row ***</c> of mysql.</summary>
/// <param name="Separator">What stands between a name and its value.</param>
/// <param name="Records">Ranges of lines, the line with the number first.</param>
internal sealed record ExpandedTable(char Separator, IReadOnlyList<(int First, int End)> Records)
{
    public int End => Records[^1].End;

    /// <summary>The table whose first record begins at a line, or null. Numbers rise by one.</summary>
    public static ExpandedTable? Of(string text, IReadOnlyList<TextLine> lines, int start)
    {
        var number = NumberOf(lines[start].Of(text), out var separator);
        if (number == 0)
        {
            return null;
        }

        // Values of mysql have lines of their own, so that only the next number says where a record ends.
        const int LongestRecord = 2000;
        var records = new List<(int First, int End)>();
        var (first, at) = (start, start + 1);
        for (; at < lines.Count && at - first <= LongestRecord; at++)
        {
            var line = lines[at].Of(text);
            var next = NumberOf(line, out var sign);
            if (next == number + 1 && sign == separator)
            {
                records.Add((first, at));
                (first, number) = (at, next);
            }
            else if (next > 0 || (separator == '|' && !line.Contains('|') && !OmissionMark.IsMark(line)))
            {
                break;
            }
        }

        if (records.Count == 0)
        {
            return null;
        }

        for (at = first + 1; at < lines.Count && !lines[at].IsBlank(text) && lines[at].Of(text).Contains(separator) && NumberOf(lines[at].Of(text), out _) == 0;)
        {
            at++;
        }

        records.Add((first, at));
        return new ExpandedTable(separator, records);
    }

    /// <summary>The number in the first line of a record; 0 for any other line.</summary>
    private static int NumberOf(ReadOnlySpan<char> line, out char separator)
    {
        separator = line is ['-', ..] ? '|' : ':';
        var (before, after) = separator == '|' ? ("-[ RECORD ", " ]-") : ("*** ", ". row ***");
        var rest = separator == '|' ? line : line.TrimStart('*').Length < line.Length - 2 ? line[(line.Length - line.TrimStart('*').Length - 3)..] : [];
        if (!rest.StartsWith(before, StringComparison.Ordinal))
        {
            return 0;
        }

        var digits = rest[before.Length..];
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return end is > 0 and < 9 && digits[end..].StartsWith(after, StringComparison.Ordinal) && digits[(end + after.Length)..].IndexOfAnyExcept("-+* ") < 0
            ? int.Parse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }
}
