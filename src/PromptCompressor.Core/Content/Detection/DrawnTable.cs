using System.Collections.Frozen;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

internal enum TableForm
{
    /// <summary>Pipes around every row, a rule of dashes below the head.</summary>
    Markdown,

    /// <summary>Pipes between cells, a rule with plus signs below the head (psql, mysql without a frame).</summary>
    Ruled,

    /// <summary>Pipes around every row, and rules with plus signs around the head and the whole (mysql).</summary>
    Framed,

    /// <summary>Columns with blanks between them in every row (kubectl, docker, ps), or a tab.</summary>
    Aligned,
}

/// <summary>A table with a head, by its lines: [First, Body) is the head with its rule, [Body, End) are the rows, all with the same number of cells.</summary>
internal sealed record DrawnTable(TableForm Form, int First, int Body, int End, IReadOnlyList<string[]> Rows, IReadOnlyList<string> Head)
{
    private const int FewestRows = 2;

    /// <summary>What these many rows have is what a table has: a text of heads must not be read to its end once a line.</summary>
    private const int Sampled = 16;

    /// <summary>Rows of an aligned table that do not have its columns: they are no data, and stay as they came.</summary>
    public IReadOnlySet<int> Loose { get; init; } = FrozenSet<int>.Empty;

    /// <summary>The table whose head begins at a line, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="start">A line.</param>
    /// <param name="isKnown">Whether it is known that it is a table, as its own columns may be parted by tabs by now.</param>
    public static DrawnTable? Of(string text, IReadOnlyList<TextLine> lines, int start, bool isKnown = false)
    {
        if (start + 2 >= lines.Count)
        {
            return null;
        }

        var head = lines[start].Of(text);
        var rule = lines[start + 1].Of(text).Trim();
        if (head.Contains('|') && rule.Length > 2 && rule.IndexOfAnyExcept("-|: \t") < 0 && rule.Contains('|') && rule.Contains('-'))
        {
            return Piped(text, lines, start, TableForm.Markdown);
        }

        if (IsFrame(head))
        {
            return start + 3 < lines.Count && rule.Contains('|') && IsFrame(lines[start + 2].Of(text)) ? Piped(text, lines, start, TableForm.Framed) : null;
        }

        if (head.Contains('|') && rule.Length > 2 && rule[0] != '+' && rule.IndexOfAnyExcept("-+") < 0 && rule.Contains('+'))
        {
            return Piped(text, lines, start, TableForm.Ruled);
        }

        return head.Contains('\t') ? Tabbed(text, lines, start, isKnown) : AlignedTable.Of(text, lines, start);
    }

    /// <summary>The cells of a row with pipes; a pipe behind a backslash or in a code span belongs to its cell.</summary>
    public static string[] Cells(ReadOnlySpan<char> row, TableForm form)
    {
        var framed = form is TableForm.Markdown or TableForm.Framed;
        var inner = framed ? row.Trim() : row;
        inner = framed && inner.StartsWith("|", StringComparison.Ordinal) ? inner[1..] : inner;
        inner = framed && inner.EndsWith("|", StringComparison.Ordinal) && !inner.EndsWith("\\|", StringComparison.Ordinal) ? inner[..^1] : inner;
        var cells = new List<string>();
        var from = 0;
        for (var i = 0; i <= inner.Length; i++)
        {
            if (i == inner.Length || (inner[i] == '|' && (i == 0 || inner[i - 1] != '\\')))
            {
                cells.Add(inner[from..i].Trim().ToString());
                from = i + 1;
            }
        }

        return [.. cells];
    }

    /// <summary>A name of what the rows below it belong to, or the head once more: it is no row, and holds for those that stay.</summary>
    private static bool IsHeading(ReadOnlySpan<string> cells, ReadOnlySpan<string> head) => cells[1..].IndexOfAnyExcept("") < 0 || cells.SequenceEqual(head);

    private static DrawnTable? Piped(string text, IReadOnlyList<TextLine> lines, int start, TableForm form)
    {
        var body = start + (form == TableForm.Framed ? 3 : 2);
        var head = Cells(lines[body - 2].Of(text), form);
        var rows = new List<string[]>();
        var at = body;
        for (; at < lines.Count && (lines[at].Of(text).Contains('|') || IsGap(at)); at++)
        {
            if (IsGap(at))
            {
                rows.Add(head);
                continue;
            }

            var cells = Cells(lines[at].Of(text), form);
            if (cells.Length != head.Length)
            {
                break;
            }

            rows.Add(cells);
        }

        return rows.Count >= FewestRows ? new DrawnTable(form, start, body, at, rows, head) : null;

        // A mark between two rows, of a table that was reduced before.
        bool IsGap(int line) => rows.Count > 0 && OmissionMark.IsMark(lines[line].Of(text));
    }

    private static bool IsFrame(ReadOnlySpan<char> line) => line.Trim() is ['+', '-', .., '+'] rule && rule.IndexOfAnyExcept('-', '+') < 0;

    /// <summary>A table whose cells tabs part. Where it is known to be one its head may be of any words, and a row with other cells is loose.</summary>
    private static DrawnTable? Tabbed(string text, IReadOnlyList<TextLine> lines, int start, bool isKnown)
    {
        var head = lines[start].Of(text);
        if (!isKnown && !ColumnNames.IsInCapitals(head))
        {
            return null;
        }

        var names = head.ToString().Split('\t');
        var rows = new List<string[]>();
        var loose = new HashSet<int>();
        for (var at = start + 1; at < lines.Count && !lines[at].IsBlank(text); at++)
        {
            var cells = lines[at].Of(text).ToString().Split('\t');
            if (cells.Length != names.Length && !isKnown && !OmissionMark.IsMark(lines[at].Of(text)))
            {
                if (rows.Count < Sampled)
                {
                    return null;
                }

                break;
            }

            if (cells.Length != names.Length || IsHeading(cells, names))
            {
                loose.Add(rows.Count);
                cells = [.. names.Select(_ => "")];
            }

            rows.Add(cells);
        }

        return rows.Count >= FewestRows ? new DrawnTable(TableForm.Aligned, start, start + 1, start + 1 + rows.Count, rows, names) { Loose = loose } : null;
    }
}
