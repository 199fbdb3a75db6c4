using System.Numerics;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>
/// Tables whose columns blanks hold apart, below a head: where the head has blanks between two names, every row has one too. A head is in capitals (<c>kubectl</c>, <c>docker</c>), has a
/// rule below it, or has names over numbers (<c>ps</c>, <c>df</c>, <c>ss</c>): words that happen to stand below each other are no table.
/// </summary>
internal sealed class AlignedTable
{
    private const int Sampled = 16;
    private const int FewestRows = 4;
    private const int FewestRowsBelowCapitals = 2;
    private const int FewestColumns = 3;
    private const int LongestHead = 400;

    private readonly string _text;
    private readonly string _head;
    private readonly IReadOnlyList<TextLine> _lines;

    /// <summary>Places of the head at which some row has a character.</summary>
    private readonly bool[] _used;

    /// <summary>The blanks between two columns, as ranges of places of the head.</summary>
    private List<ColumnGap> _gaps;

    /// <summary>Whether each column has nothing but numbers, as far as the sample goes.</summary>
    private bool[] _hasNumbers = [];

    /// <summary>Whether each cell but the last is one word, so that a row whose columns are pushed aside can be read by its words.</summary>
    private bool _isOfWords;

    /// <summary>Where the rows begin, and their last cells; negative where that says nothing.</summary>
    private (int First, int Last) _begins;

    private AlignedTable(string text, IReadOnlyList<TextLine> lines, int start)
    {
        (_text, _lines) = (text, lines);
        _head = lines[start].Of(text).ToString();
        _used = new bool[_head.Length];
        _gaps = ColumnGap.Of(_head);
    }

    /// <summary>The table whose head stands at a line, or null.</summary>
    public static DrawnTable? Of(string text, IReadOnlyList<TextLine> lines, int start)
    {
        var head = lines[start].Of(text);
        var next = lines[start + 1].Of(text);
        var isRuled = ColumnNames.IsRule(next);
        var isMarked = isRuled || ColumnNames.IsInCapitals(head);
        var body = start + (isRuled ? 2 : 1);
        if (head.Length > LongestHead || ColumnNames.IsLine(next) || (!isMarked && !(ColumnNames.AreNames(head) && (head.Contains("  ", StringComparison.Ordinal) || next.Contains("  ", StringComparison.Ordinal)))))
        {
            return null;
        }

        var table = new AlignedTable(text, lines, start);
        var sample = table.SampleFrom(body);
        return sample.Length >= (isMarked ? FewestRowsBelowCapitals : FewestRows) && table.FindColumns(sample) && (isMarked || table._hasNumbers.Contains(true)) ? table.Read(start, body) : null;
    }

    private int[] SampleFrom(int body)
    {
        var rows = new List<int>(Sampled);
        for (var at = body; at < _lines.Count && rows.Count < Sampled && !Ends(at); at++)
        {
            if (!OmissionMark.IsMark(_lines[at].Of(_text)))
            {
                rows.Add(at);
            }
        }

        return [.. rows];
    }

    private bool Ends(int at) => _lines[at].IsBlank(_text) || Paragraphs.IsPrompt(_lines[at].Of(_text));

    /// <summary>Finds the gaps that the rows of a sample keep, but for a few that a long value has pushed aside, and what the columns between them hold.</summary>
    private bool FindColumns(int[] sample)
    {
        var most = sample.Length / 4;
        var all = _gaps.ConvertAll(gap => Narrowed(gap, sample));
        foreach (var tolerated in (ReadOnlySpan<int>)[most, 0])
        {
            var kept = all.FindAll(gap => BitOperations.PopCount(gap.Crossed) <= tolerated);
            _gaps = kept.FindAll(gap => IsOfColumns(gap, kept));
            RemoveEmpty(sample);
            var pushed = _gaps.Aggregate(0u, (rows, gap) => rows | gap.Crossed);
            if (BitOperations.PopCount(pushed) <= tolerated)
            {
                return Describe([.. sample.Where((_, i) => (pushed & (1u << i)) == 0)]);
            }
        }

        return false;
    }

    /// <summary>The gap with the place that the fewest rows have a character at, and which these are.</summary>
    private ColumnGap Narrowed(ColumnGap gap, int[] sample)
    {
        var best = gap with { Crossed = uint.MaxValue };
        for (var place = gap.From; place < gap.To; place++)
        {
            var crossed = 0u;
            for (var i = 0; i < sample.Length; i++)
            {
                crossed |= IsFree(_lines[sample[i]].Of(_text), place) ? 0u : 1u << i;
            }

            best = BitOperations.PopCount(crossed) < BitOperations.PopCount(best.Crossed) ? best with { Place = place, Crossed = crossed } : best;
        }

        return best;
    }

    /// <summary>A row that is pushed aside crosses several gaps: one that crosses a single blank alone goes over the blank of a name of two words.</summary>
    private static bool IsOfColumns(ColumnGap gap, List<ColumnGap> all) =>
        gap.To - gap.From > 1 || (gap.Crossed & ~all.Aggregate(0u, (rows, other) => rows | (other.From == gap.From ? 0 : other.Crossed))) == 0;

    /// <summary>A name of two words has one blank, on one side of which there is never anything; and there is no column before the first one.</summary>
    private void RemoveEmpty(int[] sample)
    {
        for (var i = 0; i < _gaps.Count;)
        {
            var gap = _gaps[i];
            var rows = sample.Where((_, row) => (gap.Crossed & (1u << row)) == 0).ToArray();
            var isNone = gap.From == 0 ? Array.Exists(rows, row => IsEmpty(row, 0))
                : gap.To - gap.From == 1 && (Array.TrueForAll(rows, row => IsEmpty(row, i)) || Array.TrueForAll(rows, row => IsEmpty(row, i + 1)));
            if (isNone)
            {
                _gaps.RemoveAt(i);
                i = Math.Max(0, i - 1);
            }
            else
            {
                i++;
            }
        }

        bool IsEmpty(int row, int column) => CellOf(_lines[row].Of(_text), column).IsEmpty;
    }

    private bool Describe(int[] rows)
    {
        if (_gaps.Count + 1 < FewestColumns || rows.Length < 2)
        {
            return false;
        }

        _isOfWords = true;
        _hasNumbers = new bool[_gaps.Count + 1];
        for (var column = 0; column <= _gaps.Count; column++)
        {
            var (numbers, others) = (0, 0);
            foreach (var row in rows)
            {
                var cell = CellOf(_lines[row].Of(_text), column);
                numbers += CellValues.IsNumber(cell) ? 1 : 0;
                others += CellValues.IsNumber(cell) || CellValues.IsNone(cell) ? 0 : 1;
                _isOfWords &= column == _gaps.Count || (!cell.IsEmpty && !cell.Contains(' '));
                if (column == 0 && cell.IsEmpty)
                {
                    return false;
                }
            }

            _hasNumbers[column] = others == 0 && numbers * 2 >= rows.Length;
        }

        foreach (var row in rows)
        {
            Use(_lines[row].Of(_text));
        }

        _begins = (_hasNumbers[0] ? -1 : TreeSigns.BeginsAt(_lines[rows[0]].Of(_text)), LastOf(rows));
        return true;
    }

    /// <summary>Where the last cells begin if it is below the beginning of their name; negative for numbers and for what is set to the right.</summary>
    private int LastOf(int[] rows)
    {
        var end = _head.AsSpan().TrimEnd(' ').Length;
        var places = Array.FindAll(Array.ConvertAll(rows, row => LastBeginsAt(_lines[row].Of(_text))), place => place >= 0);
        var isRight = Array.TrueForAll(rows, row => _lines[row].Of(_text).TrimEnd(' ').Length == end);
        return _hasNumbers[_gaps.Count] || isRight || places.Length == 0 || places.Min() > _gaps[^1].To ? -1 : places.Min();
    }

    private DrawnTable? Read(int start, int body)
    {
        // 1. Up to a blank line, a prompt, or lines that are none of its rows.
        const double MostLoose = 0.1;
        var rows = new List<string[]?>();
        var loose = new HashSet<int>();
        var strays = 0;
        for (var at = body; at < _lines.Count && !Ends(at); at++)
        {
            var line = _lines[at].Of(_text);
            var fits = Fits(line);
            var cells = fits ? null : Words(line);
            if (OmissionMark.IsMark(line))
            {
                rows.Add(Empty());
                continue;
            }

            var isOfATree = (fits || cells is not null) && IsOfATree(line, cells);
            if (isOfATree && rows.Count < Sampled)
            {
                return null;
            }

            if (rows.Count > 0 && (isOfATree || (fits && CellOf(line, 0).IsEmpty)))
            {
                // It goes on with the record above it, which is no row then.
                rows.RemoveAt(rows.Count - 1);
                loose.Remove(rows.Count);
                break;
            }

            var isHeading = IsHeading(line, fits);
            if (!isHeading && (fits || cells is not null))
            {
                Use(fits ? line : []);
                rows.Add(cells);
                continue;
            }

            if (loose.Contains(rows.Count - 1) && (!isHeading || loose.Contains(rows.Count - 2)) || (!isHeading && strays > 1 + (MostLoose * rows.Count)))
            {
                break;
            }

            strays += isHeading ? 0 : 1;
            loose.Add(rows.Count);
            rows.Add(Empty());
        }

        while (loose.Remove(rows.Count - 1))
        {
            rows.RemoveAt(rows.Count - 1);
        }

        if (rows.Count < FewestRowsBelowCapitals)
        {
            return null;
        }

        // 2. Cells, by the places that all rows have left free.
        _gaps = _gaps.ConvertAll(gap => gap with { Place = Array.IndexOf(_used, false, gap.From, gap.To - gap.From) });
        var found = rows.Select((cells, i) => cells ?? CellsOf(_lines[body + i].Of(_text))).ToList();
        return new DrawnTable(TableForm.Aligned, start, body, body + rows.Count, found, CellsOf(_lines[start].Of(_text))) { Loose = loose };

        string[] Empty() => [.. Enumerable.Repeat("", _gaps.Count + 1)];
    }

    /// <summary>Whether a row leaves a place of each gap free that the rows before it have left free, and has numbers where they have. A value with blanks that reaches into the next column looks like the cells of it.</summary>
    private bool Fits(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < _gaps.Count; i++)
        {
            var place = _gaps[i].From;
            while (place < _gaps[i].To && (_used[place] || !IsFree(line, place)))
            {
                place++;
            }

            if (place == _gaps[i].To)
            {
                return false;
            }

            _gaps[i] = _gaps[i] with { Place = place };
        }

        for (var column = 0; column < _hasNumbers.Length; column++)
        {
            var cell = CellOf(line, column);
            if ((_hasNumbers[column] && !CellValues.IsNumber(cell) && !CellValues.IsNone(cell)) || (column < _gaps.Count && cell.Contains("  ", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name of what the rows below it belong to, or the head once more: it is no row, and holds for those that stay.</summary>
    private bool IsHeading(ReadOnlySpan<char> line, bool fits) =>
        (fits && line.TrimEnd(' ').Length <= _gaps[0].Place) || line.TrimEnd(' ').SequenceEqual(_head.AsSpan().TrimEnd(' '));

    /// <summary>Whether a row stands below another one, as its blanks or its branches tell: without them, or without the other one, it says something else.</summary>
    /// <param name="line">A row.</param>
    /// <param name="cells">Its cells where it is pushed aside; null where it has the columns of the others.</param>
    private bool IsOfATree(ReadOnlySpan<char> line, string[]? cells)
    {
        if (_begins.First >= 0 && TreeSigns.BeginsAt(line) != _begins.First && !CellOf(line, 0).IsEmpty)
        {
            return true;
        }

        if (cells is not null)
        {
            return Array.Exists(cells, cell => TreeSigns.IsBranch(cell));
        }

        // A row that is pushed aside by a few places has one blank before its last cell.
        var last = LastBeginsAt(line);
        var isFurther = _begins.Last >= 0 && last >= 0 && last != _begins.Last && (last < _begins.Last || line[last - 2] == ' ');
        for (var column = 0; column <= _gaps.Count && !isFurther; column++)
        {
            isFurther = TreeSigns.IsBranch(CellOf(line, column));
        }

        return isFurther;
    }

    /// <summary>Where the last cell of a row begins; negative if it is empty.</summary>
    private int LastBeginsAt(ReadOnlySpan<char> line)
    {
        var from = Math.Min(_gaps[^1].Place, line.Length);
        var blanks = line[from..].IndexOfAnyExcept(' ');
        return blanks < 0 ? -1 : from + blanks;
    }

    private void Use(ReadOnlySpan<char> line)
    {
        for (var place = 0; place < Math.Min(_used.Length, line.Length); place++)
        {
            _used[place] |= line[place] != ' ';
        }
    }

    /// <summary>The cells of a row that a long value has pushed aside, where words and numbers tell them; null where they do not.</summary>
    private string[]? Words(ReadOnlySpan<char> line)
    {
        if (!_isOfWords || line.Contains('\t') || !_hasNumbers[_gaps.Count - 1])
        {
            return null;
        }

        var cells = new string[_gaps.Count + 1];
        var rest = line.Trim();
        for (var column = 0; column < cells.Length; column++)
        {
            // The last cell is the rest, if any; the one before it may end the line.
            var end = rest.IndexOf(' ');
            end = end < 0 || column == _gaps.Count ? rest.Length : end;
            if ((end == 0 && column < _gaps.Count) || (_hasNumbers[column] && !CellValues.IsNumber(rest[..end]) && !CellValues.IsNone(rest[..end])))
            {
                return null;
            }

            cells[column] = rest[..end].ToString();
            rest = rest[end..].TrimStart(' ');
        }

        return cells;
    }

    private static bool IsFree(ReadOnlySpan<char> line, int place) => place >= line.Length || line[place] == ' ';

    private string[] CellsOf(ReadOnlySpan<char> line)
    {
        var cells = new string[_gaps.Count + 1];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = CellOf(line, column).ToString();
        }

        return cells;
    }

    private ReadOnlySpan<char> CellOf(ReadOnlySpan<char> line, int column)
    {
        var from = column == 0 ? 0 : Math.Min(_gaps[column - 1].Place, line.Length);
        var to = column == _gaps.Count ? line.Length : Math.Min(_gaps[column].Place, line.Length);
        return line[from..to].Trim(' ');
    }
}
