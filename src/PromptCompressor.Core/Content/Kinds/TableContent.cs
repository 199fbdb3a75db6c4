using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Tables with a head: padding goes, cells never; then whole rows.</summary>
internal static class TableContent
{
    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var table = DrawnTable.Of(text, lines, 0);
        if (table is null || table.Rows.Count < RowSignals.FewestRows)
        {
            return null;
        }

        var signals = new RowSignals(table.Rows, table.Rows[0].Length);
        var records = new List<LineRecord>();
        for (var i = 0; i < lines.Count; i++)
        {
            var record = new LineRecord(i, i + 1) { Unit = LineUnit.Row, Required = true };
            if (i >= table.Body && i < table.End)
            {
                var (score, required) = signals.Of(i - table.Body, options.RelevanceOf(lines[i].Of(text)));

                // Tables of documents are text: their rows fill what room there is.
                record = record with { Score = table.Form == TableForm.Markdown ? Math.Max(score, RecordScores.Ordinary) : score, Required = required };
            }

            records.Add(record);
        }

        return new LineDocument(text, lines, records, options.CountTokens)
        {
            OmissionMethod = "table_rows",
            Comment = table.Form == TableForm.Markdown ? ("|", string.Concat(Enumerable.Repeat("|", table.Head.Count))) : ("", ""),
        };
    }

    /// <summary>The table without padding: pipes stand close, aligned columns are parted by a tab where no cell is empty.</summary>
    public static string Tight(string text)
    {
        var lines = TextLines.Of(text);
        if (DrawnTable.Of(text, lines, 0) is not { } table)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            var raw = lines[i].Of(text);
            var isRule = table.Form == TableForm.Framed ? !raw.Contains('|') && raw.Contains('+') : i == table.Body - 1 && table.Form != TableForm.Aligned;
            output.Append(i < table.End || isRule ? Tight(raw, table.Form, isRule) : raw);
            output.Append(lines[i].Break(text));
        }

        var tight = output.ToString();
        return SameCells(tight, table) ? tight : text;
    }

    private static string Tight(ReadOnlySpan<char> row, TableForm form, bool isRule)
    {
        switch (form)
        {
            case TableForm.Markdown when isRule:
                return "|" + string.Join('|', DrawnTable.Cells(row, form).Select(c => (c.StartsWith(':') ? ":" : "") + "---" + (c.EndsWith(':') && c.Length > 1 ? ":" : ""))) + "|";
            case TableForm.Framed when isRule:
                return "+" + string.Concat(Enumerable.Repeat("-+", row.Count('+') - 1));
            case TableForm.Markdown or TableForm.Framed:
                return "|" + string.Join('|', DrawnTable.Cells(row, form)) + "|";
            case TableForm.Ruled when isRule:
                return string.Join('+', row.ToString().Split('+').Select(_ => "-"));
            case TableForm.Ruled:
                return string.Join('|', row.ToString().Split('|').Select(c => c.Trim()));
            default:
                return string.Join('\t', Parts(row));
        }
    }

    private static List<string> Parts(ReadOnlySpan<char> row)
    {
        var parts = new List<string>();
        var from = 0;
        for (var i = 0; i <= row.Length; i++)
        {
            if (i == row.Length || (row[i] == ' ' && i + 1 < row.Length && row[i + 1] == ' '))
            {
                parts.Add(row[from..i].ToString());
                while (i < row.Length && row[i] == ' ')
                {
                    i++;
                }

                from = i;
            }
        }

        return parts;
    }

    /// <summary>Whether a reader finds the same cells as before, row by row.</summary>
    private static bool SameCells(string tight, DrawnTable table)
    {
        var lines = TextLines.Of(tight);
        for (var i = table.Body; i < table.End; i++)
        {
            var line = lines[i].Of(tight);
            var cells = table.Form == TableForm.Aligned ? line.ToString().Split('\t') : DrawnTable.Cells(line, table.Form);
            if (!cells.AsSpan().SequenceEqual(table.Rows[i - table.Body]))
            {
                return false;
            }
        }

        return table.Form != TableForm.Aligned || lines[table.First].Of(tight).ToString().Split('\t').AsSpan().SequenceEqual(table.Head.ToArray());
    }
}
