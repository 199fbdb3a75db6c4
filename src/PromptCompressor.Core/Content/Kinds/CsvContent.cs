using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>CSV and TSV: the head, rows that differ, the first and the last; a row is whole or absent.</summary>
internal static class CsvContent
{
    public static LineDocument? Of(string text, ContentOptions options)
    {
        var shape = DelimitedText.Of(text, TextLines.Of(text), 0);
        if (shape is null || shape.Rows.Count < RowSignals.FewestRows)
        {
            return null;
        }

        var lines = TextLines.Of(text);
        if (shape.Rows[^1].End < lines.Count && !lines.Skip(shape.Rows[^1].End).All(l => l.IsBlank(text)))
        {
            return null;
        }

        var body = shape.Rows.Skip(1).Select(row => row.Cells.Select(string? (cell) => cell).ToArray()).ToList();
        var signals = new RowSignals(body, shape.Columns);
        var records = new List<LineRecord>();
        for (var i = 0; i < shape.Rows.Count; i++)
        {
            var (from, end, _) = shape.Rows[i];
            var record = new LineRecord(from, i == shape.Rows.Count - 1 ? lines.Count : end) { Unit = LineUnit.Row, Counted = 1 };
            if (i == 0)
            {
                records.Add(record with { Required = true });
                continue;
            }

            var (score, required) = signals.Of(i - 1, options.RelevanceOf(text.AsSpan(lines[from].Start..lines[end - 1].End)));
            records.Add(record with { Score = score, Required = required });
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "table_rows" };
    }
}
