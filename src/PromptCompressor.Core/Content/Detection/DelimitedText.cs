using System.Text;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>Lines that an RFC 4180 reader takes for a table: the same number of fields in every row, three at least (two with tabs).</summary>
internal sealed record DelimitedText(int Columns, IReadOnlyList<DelimitedText.Row> Rows)
{
    public const int FewestRows = 3;

    /// <summary>A row by its lines, which are several where a quoted field has line ends.</summary>
    internal readonly record struct Row(int First, int End, string[] Cells);

    /// <summary>Whether it is a list of files without a head: every row has a path in the same place (<c>du</c>, <c>git diff --name-status</c>). Names are what such lists are for.</summary>
    public bool ListsPaths
    {
        get
        {
            for (var column = 0; column < Columns; column++)
            {
                var paths = 0;
                foreach (var row in Rows)
                {
                    paths += IsPath(row.Cells[column]) ? 1 : 0;
                }

                if (IsPath(Rows[0].Cells[column]) && paths >= 0.9 * Rows.Count)
                {
                    return true;
                }
            }

            return false;

            static bool IsPath(string cell) => !cell.Contains(' ', StringComparison.Ordinal) && LineSignals.IsPath(cell);
        }
    }

    /// <summary>The table that begins at a line; it ends before the first row with another number of fields, or a blank line.</summary>
    public static DelimitedText? Of(string text, IReadOnlyList<TextLine> lines, int start)
    {
        if (start >= lines.Count)
        {
            return null;
        }

        foreach (var delimiter in (ReadOnlySpan<char>)['\t', ';', ',', '|'])
        {
            if (lines[start].Of(text).Contains(delimiter) && Read(text, lines, start, delimiter) is { } table)
            {
                return table;
            }
        }

        return null;
    }

    private static DelimitedText? Read(string text, IReadOnlyList<TextLine> lines, int start, char delimiter)
    {
        var rows = new List<Row>();
        var columns = 0;
        for (var at = start; at < lines.Count;)
        {
            if (rows.Count > 0 && OmissionMark.IsMark(lines[at].Of(text)))
            {
                at++;
                continue;
            }

            var end = Fields(text, lines, at, delimiter, out var cells);
            if (end < 0 || lines[at].IsBlank(text) || (columns > 0 && cells.Length != columns))
            {
                break;
            }

            columns = cells.Length;
            if (columns < (delimiter == '\t' ? 2 : 3))
            {
                return null;
            }

            rows.Add(new Row(at, end, cells));
            at = end;
        }

        return rows.Count >= FewestRows && !ReadsAsSentences(rows) ? new DelimitedText(columns, rows) : null;
    }

    private static int Fields(string text, IReadOnlyList<TextLine> lines, int at, char delimiter, out string[] cells)
    {
        const int MostLinesOfARow = 200;
        cells = [];
        var line = lines[at].Of(text);
        if (!line.Contains('"') || delimiter == '\t')
        {
            cells = line.ToString().Split(delimiter);
            return at + 1;
        }

        var found = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var row = at; row < lines.Count && row - at < MostLinesOfARow; row++)
        {
            line = lines[row].Of(text);
            for (var i = 0; i < line.Length; i++)
            {
                if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (line[i] == '"' && (quoted || cell.Length == 0))
                {
                    quoted = !quoted;
                }
                else if (line[i] == delimiter && !quoted)
                {
                    found.Add(cell.ToString());
                    cell.Clear();
                }
                else
                {
                    cell.Append(line[i]);
                }
            }

            if (!quoted)
            {
                found.Add(cell.ToString());
                cells = [.. found];
                return row + 1;
            }

            cell.Append('\n');
        }

        return -1;
    }

    /// <summary>Prose with commas: many words between them, or lines that end as sentences do.</summary>
    private static bool ReadsAsSentences(List<Row> rows)
    {
        int sentences = 0, words = 0, cells = 0;
        foreach (var row in rows)
        {
            var last = row.Cells[^1].AsSpan().TrimEnd();
            sentences += last.Length > 0 && last[^1] is '.' or '!' or '?' or ';' or '{' or ')' ? 1 : 0;
            foreach (var cell in row.Cells)
            {
                cells++;
                words += cell.AsSpan().Trim().Count(' ') + 1;
            }
        }

        return sentences * 2 > rows.Count || words > 3 * cells;
    }
}
