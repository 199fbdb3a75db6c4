using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Rows of a query with a line for each column: a row is there with all its lines, or gone.</summary>
internal static class ExpandedContent
{
    /// <summary>A result of fewer rows is an answer: it stays whole.</summary>
    private const int FewestRecords = 8;

    private const int MostColumns = 64;

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        if (lines.Count == 0 || ExpandedTable.Of(text, lines, 0) is not { } table || table.Records.Count < FewestRecords)
        {
            return null;
        }

        var rows = RowsOf(text, lines, table);
        var signals = new RowSignals(rows, rows[0].Length);
        var records = new List<LineRecord>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (first, end) = table.Records[i];
            var (score, required) = signals.Of(i, options.RelevanceOf(text.AsSpan(lines[first].Start..lines[end - 1].End)));

            // Where the last value ends is not certain.
            records.Add(new LineRecord(first, end) { Unit = LineUnit.Record, Counted = 1, Score = score, Required = required || i == rows.Count - 1 });
        }

        for (var i = table.End; i < lines.Count; i++)
        {
            records.Add(new LineRecord(i, i + 1) { Required = true });
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "table_rows" };
    }

    /// <summary>The records without the blanks that put their names in line.</summary>
    public static string Tight(string text)
    {
        var lines = TextLines.Of(text);
        if (lines.Count == 0 || ExpandedTable.Of(text, lines, 0) is not { } table)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        foreach (var (first, end) in table.Records)
        {
            output.Append(text.AsSpan(lines[first].Start..lines[first].Next));
            var place = end > first + 1 ? lines[first + 1].Of(text).IndexOf(table.Separator) : -1;
            for (var i = first + 1; i < end; i++)
            {
                // Only names: what a value goes on with has its sign elsewhere.
                var line = lines[i].Of(text);
                var isName = place > 0 && line.Length > place && line[place] == table.Separator;
                var name = isName ? line[..place].Trim(' ') : [];
                output.Append(name).Append(isName && table.Separator == '|' ? " " : "").Append(isName ? line[place..] : line).Append(lines[i].Break(text));
            }
        }

        return output.Append(text.AsSpan(lines[table.End - 1].Next)).ToString();
    }

    /// <summary>The values of each record by their names, in order of first appearance.</summary>
    private static List<string?[]> RowsOf(string text, List<TextLine> lines, ExpandedTable table)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new List<List<(int Column, string Value)>>();
        foreach (var (first, end) in table.Records)
        {
            values.Add([]);
            for (var i = first + 1; i < end; i++)
            {
                var line = lines[i].Of(text);
                var sign = line.IndexOf(table.Separator);
                var name = sign < 0 ? "" : line[..sign].Trim().ToString();
                if (name.Length > 0 && (columns.Count < MostColumns || columns.ContainsKey(name)))
                {
                    columns.TryAdd(name, columns.Count);
                    values[^1].Add((columns[name], line[(sign + 1)..].Trim().ToString()));
                }
            }
        }

        return values.ConvertAll(row =>
        {
            var cells = new string?[columns.Count];
            row.ForEach(value => cells[value.Column] = value.Value);
            return cells;
        });
    }
}
