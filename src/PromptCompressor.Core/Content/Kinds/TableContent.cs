using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Tables with a head: padding goes, cells never; then whole rows.</summary>
internal static class TableContent
{
    private const string Units = "KMGTP";

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var table = lines.Count == 0 ? null : DrawnTable.Of(text, lines, 0, isKnown: true);
        if (table is null || table.Rows.Count < RowSignals.FewestRows)
        {
            return null;
        }

        var isAligned = table.Form == TableForm.Aligned;
        var signals = new RowSignals(isAligned ? [.. table.Rows.Select(row => Array.ConvertAll(row, Plain))] : table.Rows, table.Rows[0].Length);
        var records = new List<LineRecord>();
        for (var i = 0; i < lines.Count; i++)
        {
            var record = new LineRecord(i, i + 1) { Unit = LineUnit.Row, Required = true };
            if (i >= table.Body && i < table.End)
            {
                var (score, required) = signals.Of(i - table.Body, options.RelevanceOf(lines[i].Of(text)));

                // Tables of documents are text: their rows fill what room there is. What adds the rows up is no row.
                required |= table.Loose.Contains(i - table.Body) || GoesOn(i - table.Body) || (isAligned && table.Rows[i - table.Body][0].Equals("total", StringComparison.OrdinalIgnoreCase));
                record = record with { Score = table.Form == TableForm.Markdown ? Math.Max(score, RecordScores.Ordinary) : score, Required = required };
            }

            records.Add(record);
        }

        return new LineDocument(text, lines, records, options.CountTokens)
        {
            OmissionMethod = "table_rows",
            Comment = table.Form == TableForm.Markdown ? ("|", string.Concat(Enumerable.Repeat("|", table.Head.Count))) : ("", ""),
        };

        // A loose line may be more of the row in front of it.
        bool GoesOn(int row) => table.Loose.Contains(row + 1) && !OmissionMark.IsMark(lines[table.Body + row + 1].Of(text));
    }

    /// <summary>The table without padding: pipes stand close, aligned columns are parted by a tab where no cell is empty.</summary>
    public static string Tight(string text)
    {
        var lines = TextLines.Of(text);
        if (lines.Count == 0 || DrawnTable.Of(text, lines, 0) is not { } table || (table.Form == TableForm.Aligned && HasGaps(table)))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            var raw = lines[i].Of(text);
            var isRule = table.Form == TableForm.Framed ? !raw.Contains('|') && raw.Contains('+') : i == table.Body - 1 && table.Form != TableForm.Aligned;
            output.Append(table.Form == TableForm.Aligned ? TightCells(table, i) ?? raw : i < table.End || isRule ? Tight(raw, table.Form, isRule) : raw);
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
            default:
                return string.Join('|', row.ToString().Split('|').Select(c => c.Trim()));
        }
    }

    /// <summary>Whether a cell is empty, so that a tab more would be all that tells where the next ones belong.</summary>
    private static bool HasGaps(DrawnTable table) =>
        table.Head.Contains("") || Enumerable.Range(0, table.Rows.Count).Any(row => !table.Loose.Contains(row) && table.Rows[row].Contains(""));

    /// <summary>The cells of a line of an aligned table with tabs between them; nothing of a line without cells.</summary>
    private static string? TightCells(DrawnTable table, int line) =>
        line == table.First ? string.Join('\t', table.Head)
        : line >= table.Body && line < table.End && !table.Loose.Contains(line - table.Body) ? string.Join('\t', table.Rows[line - table.Body])
        : null;

    /// <summary>A cell with a share or a size as a number, so that the largest of them is told.</summary>
    private static string Plain(string cell)
    {
        var isShare = cell.EndsWith('%');
        var number = isShare ? cell.AsSpan(0, cell.Length - 1) : cell.AsSpan().TrimEnd("iB");
        var unit = isShare || number.Length < 2 ? -1 : Units.IndexOf(number[^1], StringComparison.Ordinal);
        number = unit < 0 ? number : number[..^1];
        return (isShare || unit >= 0) && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (value * Math.Pow(1024, unit + 1)).ToString(CultureInfo.InvariantCulture) : cell;
    }

    /// <summary>Whether a reader finds the same cells as before, row by row.</summary>
    private static bool SameCells(string tight, DrawnTable table)
    {
        var lines = TextLines.Of(tight);
        for (var i = table.Body; i < table.End; i++)
        {
            if (table.Loose.Contains(i - table.Body))
            {
                continue;
            }

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
