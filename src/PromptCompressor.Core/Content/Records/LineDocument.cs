using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Records;

/// <summary>A block of lines: logs, reports, tables. Gaps get a mark where they were, unless they are so short that the mark would cost more.</summary>
internal sealed class LineDocument : IRecordDocument
{
    /// <summary>A gap with more characters than this costs more than any mark.</summary>
    private const int SurelyLonger = 200;

    private const int MostLabels = 4;

    private readonly string _text;
    private readonly IReadOnlyList<TextLine> _lines;
    private readonly IReadOnlyList<LineRecord> _records;
    private readonly Func<string, int> _count;
    private readonly string _feed;
    private StringBuilder? _output;

    public LineDocument(string text, IReadOnlyList<TextLine> lines, IReadOnlyList<LineRecord> records, Func<string, int> count)
    {
        _text = text;
        _lines = lines;
        _records = records;
        _count = count;
        _feed = TextLines.EndOf(text);
        Records = [.. records.Select(r => new ContentRecord(new TextSpan(lines[r.First].Start, lines[r.End - 1].Next), r.Score, r.Required || r.Repeats))];
    }

    public IReadOnlyList<ContentRecord> Records { get; }

    public IReadOnlyList<string> LosslessMethods => _records.Any(r => r.Repeats) ? ["repeats_once"] : [];

    public string? Whole => _records.Any(r => r.Repeats) ? Render([.. Enumerable.Repeat(true, _records.Count)]) : null;

    public required string OmissionMethod { get; init; }

    /// <summary>How a mark is written as a line of the format, around the mark.</summary>
    public (string Before, string After) Comment { get; init; } = ("", "");

    /// <summary>The number of the first line, where marks name the range of lines that is gone and stand in as far as they did.</summary>
    public int? LineNumbersFrom { get; init; }

    public string Render(bool[] keep)
    {
        // Many choices of records are tried: what one needed is kept for the next.
        var output = (_output ??= new StringBuilder(_text.Length / 2)).Clear();
        var kept = GapsWorthAMark(keep);
        var examples = Examples(kept);
        for (var at = 0; at < kept.Length;)
        {
            if (kept[at])
            {
                var next = RunEnd(kept, examples, at);
                Append(output, at, next, examples[at]);
                at = next;
                continue;
            }

            var end = GapEnd(kept, at);
            output.Append(Indent(at)).Append(Comment.Before).Append(Mark(at, end)).Append(Comment.After).Append(_feed);
            at = end;
        }

        // The text ends as it ended.
        if (_lines.Count > 0 && _lines[^1].Next == _lines[^1].End && output.Length >= _feed.Length && output.ToString(output.Length - _feed.Length, _feed.Length) == _feed)
        {
            output.Length -= _feed.Length;
        }

        return output.ToString();
    }

    private static int GapEnd(bool[] kept, int at)
    {
        while (at < kept.Length && !kept[at])
        {
            at++;
        }

        return at;
    }

    /// <summary>What is really kept: repeats go, and gaps that are hardly longer than their mark stay.</summary>
    private bool[] GapsWorthAMark(bool[] keep)
    {
        var kept = new bool[keep.Length];
        for (var i = 0; i < keep.Length; i++)
        {
            kept[i] = keep[i] && !_records[i].Repeats;
        }

        for (var at = 0; at < kept.Length; at++)
        {
            if (kept[at])
            {
                continue;
            }

            var end = GapEnd(kept, at);
            if (CostsNoMoreThanItsMark(at, end))
            {
                kept.AsSpan(at, end - at).Fill(true);
                keep.AsSpan(at, end - at).Fill(true);
            }

            at = end;
        }

        return kept;
    }

    private bool CostsNoMoreThanItsMark(int at, int end)
    {
        var start = _lines[_records[at].First].Start;
        var stop = _lines[_records[end - 1].End - 1].End;
        return stop - start <= SurelyLonger && (_text.AsSpan(start, stop - start).IsWhiteSpace() || _count(_text[start..stop]) <= _count(Indent(at) + Comment.Before + Mark(at, end) + Comment.After) + 1);
    }

    /// <summary>How many records are like the first kept one of a group of which others are left out.</summary>
    private int[] Examples(bool[] kept)
    {
        var examples = new int[kept.Length];
        var groups = new Dictionary<int, (int First, int All, int Kept)>();
        for (var i = 0; i < kept.Length; i++)
        {
            if (_records[i].Group is >= 0 and var group && !_records[i].Repeats)
            {
                var (first, all, whole) = groups.GetValueOrDefault(group, (-1, 0, 0));
                groups[group] = (first < 0 && kept[i] ? i : first, all + 1, whole + (kept[i] ? 1 : 0));
            }
        }

        foreach (var (first, all, whole) in groups.Values)
        {
            if (first >= 0 && all - whole > 1)
            {
                examples[first] = all;
            }
        }

        return examples;
    }

    /// <summary>The end of a run of records that are kept with all that stands between them, and of which only the first is an example.</summary>
    private int RunEnd(bool[] kept, int[] examples, int at)
    {
        do
        {
            at++;
        }
        while (at < kept.Length && kept[at] && examples[at] == 0 && _records[at].First == _records[at - 1].End);

        return at;
    }

    private void Append(StringBuilder output, int first, int end, int example)
    {
        var (from, last) = (_lines[_records[first].First], _lines[_records[end - 1].End - 1]);
        var start = from.Start;
        if (example > 0)
        {
            output.Append(from.Of(_text)).Append(' ').Append(Comment.Before).Append(OmissionMark.Example(example)).Append(Comment.After);
            start = from.End;
        }

        // The last line of a text may have no end.
        output.Append(_text, start, last.Next - start).Append(last.Next > last.End ? "" : _feed);
    }

    private string Mark(int at, int end)
    {
        if (LineNumbersFrom is { } from)
        {
            return OmissionMark.LineRange(_records[at].First + from, _records[end - 1].End - 1 + from);
        }

        var unit = Enumerable.Range(at, end - at).Select(i => _records[i]).FirstOrDefault(r => !r.IsBlank, _records[at]).Unit;
        var count = 0;
        var labels = new List<(string Label, int Lines)>();
        for (var i = at; i < end; i++)
        {
            var record = _records[i];
            if (record.IsBlank)
            {
                continue;
            }

            unit = record.Unit == unit ? unit : LineUnit.Line;
            count += record.Counted;
            if (record.Label is { } label)
            {
                var place = labels.FindIndex(l => l.Label == label);
                if (place < 0)
                {
                    labels.Add((label, record.Counted));
                }
                else
                {
                    labels[place] = (label, labels[place].Lines + record.Counted);
                }
            }
        }

        return OmissionMark.Omitted(count, unit.One, unit.Many, Detail(labels, count));
    }

    private static string? Detail(List<(string Label, int Lines)> labels, int count)
    {
        if (labels.Count == 0)
        {
            return null;
        }

        if (labels.Count == 1 && labels[0].Lines == count)
        {
            return labels[0].Label;
        }

        var named = labels.OrderByDescending(l => l.Lines).Take(MostLabels).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Lines} {l.Label}")).ToList();
        var rest = count - labels.OrderByDescending(l => l.Lines).Take(MostLabels).Sum(l => l.Lines);
        if (rest > 0)
        {
            named.Add(string.Create(CultureInfo.InvariantCulture, $"{rest} other"));
        }

        return string.Join(", ", named);
    }

    /// <summary>Marks among frames and in code stand in as far as what they stand for.</summary>
    private string Indent(int at)
    {
        if (LineNumbersFrom is null && _records[at].Unit != LineUnit.Frame && _records[at].Unit != LineUnit.FrameLine)
        {
            return "";
        }

        var first = _records[at].First;
        while (first < _records[at].End - 1 && _lines[first].IsBlank(_text))
        {
            first++;
        }

        var line = _lines[first].Of(_text);
        return line[..(line.Length - line.TrimStart().Length)].ToString();
    }
}
