using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Json;
using PromptCompressor.Core.Content.Rewriting;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content;

/// <summary>
/// Cuts a text into blocks of one kind. What a parser can confirm comes first: fences, diffs, JSON, tables, CSV, pages,
/// blobs. What stands between is told by its paragraphs. The same text gives the same blocks, in time that grows with its length.
/// </summary>
public static class ContentDetector
{
    /// <summary>JSON among other text is data from this length on; shorter brackets may be anything.</summary>
    private const int ShortestJson = 40;

    /// <summary>The blocks of a text, in order and without a gap; none for an empty text.</summary>
    public static IReadOnlyList<ContentBlock> Blocks(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scan = new Scan(text);
        return scan.Blocks();
    }

    private sealed class Scan(string text)
    {
        private readonly List<TextLine> _lines = TextLines.Of(text);
        private readonly List<(int First, int End, ContentKind Kind)> _found = [];

        /// <summary>What attempts at JSON that failed may read in all: a text of brackets must not be read once a line.</summary>
        private int _jsonBudget = (2 * text.Length) + 1000;

        public List<ContentBlock> Blocks()
        {
            if (CodeLines.IsSource(text, _lines) && JsonTree.Parse(text) is null)
            {
                return [new ContentBlock(new TextSpan(0, text.Length), ContentKind.Code)];
            }

            var pending = 0;
            for (var at = 0; at < _lines.Count;)
            {
                var end = Confirmed(at, pending, out var kind);
                if (end == at)
                {
                    at++;
                    continue;
                }

                Between(pending, at);
                _found.Add((at, end, kind));
                at = pending = end;
            }

            Between(pending, _lines.Count);
            return Joined();
        }

        /// <summary>The line behind the block that begins at a line and that a parser confirms; the line itself if there is none.</summary>
        private int Confirmed(int at, int pending, out ContentKind kind)
        {
            kind = ContentKind.Unknown;
            var line = _lines[at].Of(text);
            var trimmed = line.TrimStart();
            if (trimmed.IsEmpty)
            {
                return at;
            }

            int end;
            switch (trimmed[0])
            {
                case '`' or '~' when FenceEnd(at, trimmed) is var fence and > 0:
                    kind = ContentKind.Code;
                    return fence;
                case '{' or '[' when !IsOfABlockScalar(at) && (end = JsonEnd(at, ref kind)) > at:
                    return end;
                case '<' when (end = MarkupEnd(at, trimmed, ref kind)) > at:
                    return end;
            }

            if (line[0] is 'd' or 'I' or '-' && DiffText.BeginsAt(text, _lines, at) && (end = DiffText.EndOf(text, _lines, at)) > at + 2)
            {
                kind = ContentKind.Diff;
                return end;
            }

            if (line.Length >= 48 && (end = BlobText.EndOf(text, _lines, at)) > at)
            {
                kind = ContentKind.Blob;
                return end;
            }

            if (MinifiedText.IsIn(line.Trim()))
            {
                kind = ContentKind.Blob;
                return at + 1;
            }

            if (ExpandedTable.Of(text, _lines, at) is { } expanded)
            {
                kind = ContentKind.Table;
                return Footer(expanded.End);
            }

            if (at + 1 < _lines.Count && DrawnTable.Of(text, _lines, at) is { } table)
            {
                kind = ContentKind.Table;
                return Footer(table.End);
            }

            var paragraph = at == pending || _lines[at - 1].IsBlank(text);
            if (!paragraph)
            {
                return at;
            }

            if (SubtitleText.Of(text, _lines, at) is { } subtitles)
            {
                kind = ContentKind.Listing;
                return subtitles.Cues[^1].End;
            }

            if ((end = NumberedEnd(at)) > at)
            {
                // A table whose first column is a number has further columns.
                kind = DelimitedText.Of(text, _lines, at) is { Columns: > 2 } numbered && numbered.Rows[^1].End >= end ? ContentKind.Csv : ContentKind.NumberedLines;
                return end;
            }

            if (!LineSignals.StartsLogRecord(line) && LineSignals.SearchPathLength(line) == 0 && DelimitedText.Of(text, _lines, at) is { } delimited)
            {
                kind = delimited.ListsPaths ? ContentKind.Listing : ContentKind.Csv;
                return delimited.Rows[^1].End;
            }

            return at;
        }

        private void Between(int first, int end)
        {
            if (end > first)
            {
                Paragraphs.Split(text, _lines, first, end, _found);
            }
        }

        private int FenceEnd(int at, ReadOnlySpan<char> line)
        {
            var sign = line[0];
            var length = line.IndexOfAnyExcept(sign);
            length = length < 0 ? line.Length : length;
            if (length < 3 || line[length..].Contains(sign) || (sign == '~' && line[length..].ContainsAny('^', '|', ' ')))
            {
                return 0;
            }

            for (var i = at + 1; i < _lines.Count; i++)
            {
                var close = _lines[i].Of(text).Trim();
                if (close.Length >= length && close.IndexOfAnyExcept(sign) < 0)
                {
                    return i + 1;
                }
            }

            return _lines.Count;
        }

        private int JsonEnd(int at, ref ContentKind kind)
        {
            var values = 0;
            var end = at;
            for (var next = at; next < _lines.Count;)
            {
                // A mark between the lines of a block that was reduced before.
                if (values > 0 && OmissionMark.IsMark(_lines[next].Of(text)))
                {
                    end = ++next;
                    continue;
                }

                var start = _lines[next].Start + _lines[next].Indent(text);
                if (start >= _lines[next].End || text[start] is not ('{' or '[') || _jsonBudget < 0)
                {
                    break;
                }

                var stop = JsonTree.EndOf(text, start, out var reached);
                if (stop < 0)
                {
                    if (values == 0 && IsCutOff(start, reached))
                    {
                        return _lines.Count;
                    }

                    _jsonBudget -= reached - start;
                    break;
                }

                var last = TextLines.At(_lines, stop - 1, next);
                if (!text.AsSpan(stop, _lines[last].End - stop).IsWhiteSpace())
                {
                    break;
                }

                values++;
                end = next = last + 1;
                while (next < _lines.Count && _lines[next].IsBlank(text) && next - end < 2)
                {
                    next++;
                }
            }

            if (values == 0 || (values == 1 && _lines[end - 1].End - _lines[at].Start < ShortestJson && end - at < _lines.Count))
            {
                return at;
            }

            kind = values > 1 ? ContentKind.JsonLines : ContentKind.Json;
            return end;
        }

        /// <summary>Whether JSON goes on up to the end of the text, or up to a note that says that it was cut: parts of it that are whole are not read as documents of their own.</summary>
        private bool IsCutOff(int start, int reached)
        {
            const int Shortest = 400;
            const int LongestNote = 200;
            return reached - start >= Shortest && text.Length - reached <= LongestNote;
        }

        private int MarkupEnd(int at, ReadOnlySpan<char> line, ref ContentKind kind)
        {
            var isPage = line.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || line.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
            if (isPage)
            {
                kind = ContentKind.Html;
                for (var i = at; i < _lines.Count; i++)
                {
                    if (_lines[i].Of(text).Contains("</html>", StringComparison.OrdinalIgnoreCase))
                    {
                        return i + 1;
                    }
                }

                return _lines.Count;
            }

            // A whole text of tags; envelopes such as <output> hold something else.
            var isFirst = text.AsSpan(0, _lines[at].Start).IsWhiteSpace();
            if (!isFirst || text.AsSpan().TrimEnd()[^1] != '>')
            {
                return at;
            }

            kind = MarkupText.KindOf(text);
            return kind == ContentKind.Unknown ? at : _lines.Count;
        }

        /// <summary>A text within YAML begins below a key with a sign for it, and stands in further.</summary>
        private bool IsOfABlockScalar(int at) =>
            at > 0 && _lines[at].Indent(text) > _lines[at - 1].Indent(text) && _lines[at - 1].Of(text).TrimEnd() is var above
            && (above.EndsWith(": |", StringComparison.Ordinal) || above.EndsWith(": |-", StringComparison.Ordinal) || above.EndsWith(": >", StringComparison.Ordinal) || above.EndsWith(": >-", StringComparison.Ordinal));

        private int NumberedEnd(int at)
        {
            const int Fewest = 3;
            var last = 0;
            var end = at;
            for (; end < _lines.Count; end++)
            {
                if (LineSignals.ReaderNumberLength(_lines[end].Of(text), out var number) == 0 || (end > at && number != last + 1))
                {
                    break;
                }

                last = number;
            }

            return end - at >= Fewest ? end : at;
        }

        /// <summary>The closing frame and the count below a table belong to it.</summary>
        private int Footer(int end)
        {
            end += end < _lines.Count && _lines[end].Of(text) is ['+', '-', ..] ? 1 : 0;
            return end < _lines.Count && IsRowCount(_lines[end].Of(text)) ? end + 1 : end;
        }

        private static bool IsRowCount(ReadOnlySpan<char> line) =>
            (line is ['(', .., ')'] && (line.EndsWith("rows)", StringComparison.Ordinal) || line.EndsWith("row)", StringComparison.Ordinal))) || line.Contains(" rows in set", StringComparison.Ordinal);

        /// <summary>The blocks with the blank lines behind them; neighbours of a kind that has no shape of its own become one.</summary>
        private List<ContentBlock> Joined()
        {
            var blocks = new List<ContentBlock>();
            var until = 0;
            foreach (var (first, end, kind) in _found)
            {
                var span = new TextSpan(until, _lines[end - 1].Next);
                until = span.End;
                var blank = text.AsSpan(span.Start, span.Length).IsWhiteSpace();
                if (blocks.Count > 0 && (blank || (blocks[^1].Kind == kind && IsRunning(kind))))
                {
                    blocks[^1] = blocks[^1] with { Span = new TextSpan(blocks[^1].Span.Start, span.End) };
                }
                else
                {
                    blocks.Add(new ContentBlock(span, blank ? ContentKind.Unknown : kind));
                }
            }

            return blocks;
        }

        private static bool IsRunning(ContentKind kind) =>
            kind is ContentKind.Unknown or ContentKind.Prose or ContentKind.Markdown or ContentKind.Dialogue or ContentKind.Code or ContentKind.Log or ContentKind.TestReport or ContentKind.BuildReport
                or ContentKind.Config or ContentKind.Listing or ContentKind.StackTrace;
    }
}
