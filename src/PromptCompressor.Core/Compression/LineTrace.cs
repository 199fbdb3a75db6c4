using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Which lines of a block of structure stand in its output, and which parts of the output are pieces of the block. Found by comparison, so
/// that no kind of content has to keep account: records stay in order, and each line is looked for behind the one found before.
/// </summary>
internal sealed class LineTrace
{
    /// <summary>Lines that are looked at for one of which the beginning is gone, such as a search result below its path.</summary>
    private const int FarthestSuffix = 200;

    private const int ShortestSuffix = 4;
    private const char MarkEnd = ']';
    private const string MarkStart = " [";

    private readonly string _source;
    private readonly string _output;
    private readonly List<TextLine> _lines;
    private readonly WordReason[] _fates;
    private readonly Dictionary<int, int> _firsts = [];
    private readonly int[] _nexts;
    private readonly List<OutputPiece> _pieces = [];
    private readonly List<TextLine> _blanks = [];
    private int _cursor;
    private int _found;
    private int _written;

    private LineTrace(string source, string output)
    {
        (_source, _output) = (source, output);
        _lines = TextLines.Of(source);
        _fates = new WordReason[_lines.Count];
        Array.Fill(_fates, WordReason.Omitted);
        _nexts = new int[_lines.Count];
        for (var i = _lines.Count - 1; i >= 0; i--)
        {
            var hash = HashOf(_lines[i].Of(source));
            _nexts[i] = _firsts.GetValueOrDefault(hash, -1);
            _firsts[hash] = i;
        }
    }

    /// <summary>The output in pieces, in order and without a gap.</summary>
    public IReadOnlyList<OutputPiece> Pieces => _pieces;

    /// <summary>The lines of the block that are not blank, with their fates; the whole block where it was written anew.</summary>
    public IReadOnlyList<WordDecision> Lines { get; private set; } = [];

    /// <param name="source">The block.</param>
    /// <param name="output">What became of it.</param>
    /// <param name="isLossless">Whether everything that it said is still there.</param>
    public static LineTrace Of(string source, string output, bool isLossless)
    {
        var trace = new LineTrace(source, output);
        if (source == output)
        {
            trace.Add(new TextSpan(0, source.Length), source.Length);
            Array.Fill(trace._fates, WordReason.Whole);
        }
        else
        {
            foreach (var line in TextLines.Of(output))
            {
                trace.Read(line);
            }

            trace.PlaceBlanks(before: trace._lines.Count);
        }

        trace.Lines = trace.FatesOf(isLossless);
        return trace;
    }

    private void Read(TextLine line)
    {
        var text = line.Of(_output);
        if (text.IsWhiteSpace())
        {
            _blanks.Add(line);
            return;
        }

        // A mark may stand at the end of a line.
        var content = text;
        var found = Find(content);
        if (found < 0 && text.TrimEnd() is [.., MarkEnd] && text.LastIndexOf(MarkStart) is > 0 and var mark)
        {
            content = text[..mark];
            found = Find(content);
        }

        content = found < 0 ? text : content;
        found = found < 0 && !OmissionMark.IsMark(text) ? FindSuffix(text) : found;
        PlaceBlanks(found < 0 ? null : found);
        if (found < 0)
        {
            _written += OmissionMark.IsMark(text) ? 0 : 1;
            Add(null, line.Next - line.Start);
            return;
        }

        _found++;
        _cursor = found + 1;
        var place = PlaceOf(content, found);
        _fates[found] = place is null ? WordReason.Altered : WordReason.Whole;
        Add(place, content.Length);
        Add(null, text.Length - content.Length);
        AddLineEnd(line, found);
    }

    /// <summary>The first line from the cursor on that has the same characters, but for blanks; -1 if there is none.</summary>
    private int Find(ReadOnlySpan<char> content)
    {
        var hash = HashOf(content);
        if (!_firsts.TryGetValue(hash, out var at))
        {
            return -1;
        }

        while (at >= 0 && at < _cursor)
        {
            at = _nexts[at];
        }

        _firsts[hash] = at;
        while (at >= 0 && !AreAlike(_lines[at].Of(_source), content))
        {
            at = _nexts[at];
        }

        return at;
    }

    private int FindSuffix(ReadOnlySpan<char> content)
    {
        for (var i = _cursor; i < Math.Min(_lines.Count, _cursor + FarthestSuffix) && content.Length >= ShortestSuffix; i++)
        {
            if (_lines[i].Of(_source).EndsWith(content))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Blank lines belong to what stands around them: those behind the last line found, then those before the next one.</summary>
    /// <param name="before">The next line found; null before a line that was written.</param>
    private void PlaceBlanks(int? before)
    {
        var places = new int[_blanks.Count];
        Array.Fill(places, -1);
        var first = 0;
        while (first < places.Length && _cursor < (before ?? _lines.Count) && _lines[_cursor].IsBlank(_source))
        {
            places[first++] = _cursor++;
        }

        for (var (last, line) = (places.Length - 1, (before ?? 0) - 1); last >= first && line >= _cursor && _lines[line].IsBlank(_source); last--, line--)
        {
            places[last] = line;
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0 && PlaceOf(_blanks[i].Of(_output), places[i]) is { } place)
            {
                Add(place, place.Length);
                AddLineEnd(_blanks[i], places[i]);
            }
            else
            {
                Add(null, _blanks[i].Next - _blanks[i].Start);
            }
        }

        _blanks.Clear();
    }

    /// <summary>Where text of the output stands in a line of the source; null if there it has other blanks within.</summary>
    private TextSpan? PlaceOf(ReadOnlySpan<char> content, int line)
    {
        var of = _lines[line].Of(_source);
        var at = of.LastIndexOf(content);
        return at < 0 ? null : new TextSpan(_lines[line].Start + at, _lines[line].Start + at + content.Length);
    }

    private void AddLineEnd(TextLine line, int found)
    {
        var of = _lines[found];
        var own = _output.AsSpan(line.End, line.Next - line.End);
        Add(own.SequenceEqual(_source.AsSpan(of.End, of.Next - of.End)) ? new TextSpan(of.End, of.Next) : null, own.Length);
    }

    private void Add(TextSpan? source, int length)
    {
        if (length == 0)
        {
            return;
        }

        var start = _pieces.Count == 0 ? 0 : _pieces[^1].Output.End;
        if (_pieces.Count > 0 && (_pieces[^1].Source, source) is (null, null) or ({ }, { }) && (source is null || _pieces[^1].Source!.Value.End == source.Value.Start))
        {
            var last = _pieces[^1];
            _pieces[^1] = new OutputPiece(last.Source is { } before ? before with { End = source!.Value.End } : null, last.Output with { End = start + length });
        }
        else
        {
            _pieces.Add(new OutputPiece(source, new TextSpan(start, start + length)));
        }
    }

    private WordDecision[] FatesOf(bool isLossless)
    {
        if (_written > _found)
        {
            var core = _source.AsSpan().Trim();
            var start = _source.Length - _source.AsSpan().TrimStart().Length;
            return [DecisionOf(new TextSpan(start, start + core.Length), WordReason.Altered)];
        }

        return
        [
            .. _lines
                .Select((line, i) => (Line: line, Fate: _fates[i] == WordReason.Omitted && isLossless ? WordReason.Altered : _fates[i]))
                .Where(own => !own.Line.IsBlank(_source))
                .Select(own => DecisionOf(Trimmed(own.Line), own.Fate)),
        ];
    }

    private TextSpan Trimmed(TextLine line)
    {
        var of = line.Of(_source);
        var start = line.Start + (of.Length - of.TrimStart().Length);
        return new TextSpan(start, line.Start + of.TrimEnd().Length);
    }

    private static WordDecision DecisionOf(TextSpan span, WordReason reason) => new(new SelectableUnit(span, default, IsFixed: false, Rule: null), reason);

    private static int HashOf(ReadOnlySpan<char> line)
    {
        var hash = 17;
        foreach (var c in line)
        {
            hash = c is ' ' or '\t' ? hash : unchecked((hash * 31) + c);
        }

        return hash;
    }

    private static bool AreAlike(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var (i, k) = (0, 0);
        while (true)
        {
            while (i < one.Length && one[i] is ' ' or '\t')
            {
                i++;
            }

            while (k < other.Length && other[k] is ' ' or '\t')
            {
                k++;
            }

            if (i == one.Length || k == other.Length)
            {
                return i == one.Length && k == other.Length;
            }

            if (one[i++] != other[k++])
            {
                return false;
            }
        }
    }
}

/// <summary>A piece of an output.</summary>
/// <param name="Source">Where it stands in the source; null if it was written.</param>
/// <param name="Output">Where it stands in the output.</param>
internal readonly record struct OutputPiece(TextSpan? Source, TextSpan Output);
