using PromptCompressor.Core.Selection.Units;

namespace PromptCompressor.Core.Meaning.Units;

/// <summary>
/// What the units of one text owe each other: "if this one is kept, so is that one". Kept words then say no more and nothing else than the
/// source does: a verb stays with its "not", a line with its speaker, a number with its unit.
/// </summary>
/// <remarks>
/// The more is chosen, the more is kept. That also holds for what gives way: a label that nothing needs, a comma with nothing on one side of
/// it, empty brackets.
/// </remarks>
internal sealed class Bindings
{
    private readonly int[] _firstTargets;
    private readonly int[] _targets;
    private readonly bool[] _isServant;
    private readonly bool[] _isMark;
    private readonly Separator[] _separators;
    private readonly Pair[] _pairs;
    private readonly Divider[] _dividers;
    private readonly int[] _best;
    private readonly bool[] _reached;
    private readonly int[] _pending;
    private readonly int[] _nextWord;
    private int? _cheapest;

    /// <param name="edges">From and to. Units come first; nodes behind them stand for several units.</param>
    /// <param name="nodes">How many of both.</param>
    /// <param name="isServant">For each unit, whether it is kept only for others.</param>
    /// <param name="isMark">For each unit, whether it is punctuation, which needs words to stand with.</param>
    /// <param name="separators">Marks that need words beside them, in order.</param>
    /// <param name="pairs">Marks that need each other, and a word between them.</param>
    /// <param name="dividers">Units that hold two others apart.</param>
    /// <param name="best">The most probable units: of a text of which none was chosen stays the one that needs least.</param>
    internal Bindings(List<(int From, int To)> edges, int nodes, bool[] isServant, bool[] isMark, Separator[] separators, Pair[] pairs, Divider[] dividers, int[] best)
    {
        _firstTargets = new int[nodes + 1];
        foreach (var (from, _) in edges)
        {
            _firstTargets[from + 1]++;
        }

        for (var i = 0; i < nodes; i++)
        {
            _firstTargets[i + 1] += _firstTargets[i];
        }

        _targets = new int[edges.Count];
        var next = _firstTargets.AsSpan(0, nodes).ToArray();
        foreach (var (from, to) in edges)
        {
            _targets[next[from]++] = to;
        }

        _isServant = isServant;
        _isMark = isMark;
        _separators = separators;
        _pairs = pairs;
        _dividers = dividers;
        _reached = new bool[nodes];
        _pending = new int[nodes];
        _nextWord = new int[isMark.Length + 1];
        _best = best;
    }

    /// <summary>How many there are.</summary>
    internal int Count => _targets.Length;

    /// <summary>Adds all that the chosen units need, and takes away what nothing needs.</summary>
    /// <param name="units">The units of the text.</param>
    /// <param name="kept">What was chosen; then, what is kept.</param>
    /// <param name="mayBeBlank">Whether a text of which nothing was chosen comes to nothing.</param>
    public void Apply(ReadOnlySpan<SelectableUnit> units, Span<bool> kept, bool mayBeBlank = false)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] &= units[i].IsFixed || !_isServant[i];
        }

        Settle(units, kept);
        if (_best.Length > 0 && !mayBeBlank && !kept.Contains(true))
        {
            var best = _cheapest ??= Cheapest(kept.Length);
            kept[best] = true;
            Settle(units, kept);
            kept[best] = true;
        }
    }

    /// <summary>For each unit, whether it may be kept to hold two others apart, or for one that does: such ones give way to what else stands between.</summary>
    internal bool[] GiveWay()
    {
        var units = new bool[_isMark.Length];
        Array.ForEach(_dividers, divider => units[divider.Unit] = true);
        Close(units);
        return units;
    }

    /// <summary>Whether all that the kept units need is kept; what <see cref="DropIdleMarks"/> may take away does not count.</summary>
    internal bool Holds(ReadOnlySpan<bool> kept)
    {
        var closed = kept.ToArray();
        Close(closed);
        var idle = _separators.Select(separator => separator.Mark).Concat(_pairs.SelectMany(pair => new[] { pair.Open, pair.Close })).ToHashSet();
        for (var i = 0; i < kept.Length; i++)
        {
            if (closed[i] != kept[i] && !idle.Contains(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The unit that needs least, of the best ones, so that little is spent on a text that has nothing to say.</summary>
    private int Cheapest(int count)
    {
        var (best, least) = (-1, int.MaxValue);
        var kept = new bool[count];
        foreach (var unit in _best)
        {
            Array.Clear(kept);
            kept[unit] = true;
            Close(kept);
            var needed = kept.AsSpan().Count(true);
            (best, least) = needed < least ? (unit, needed) : (best, least);
        }

        return best;
    }

    private void Settle(ReadOnlySpan<SelectableUnit> units, Span<bool> kept)
    {
        Close(kept);

        // A word that divides may need others. A mark comes last, since it has words on both sides.
        while (Divide(kept, marks: false) is > 0 and var words)
        {
            Follow(kept, words);
        }

        DropIdleMarks(units, kept);
        if (Divide(kept, marks: true) is > 0 and var marks)
        {
            // What was taken away does not come back.
            kept.CopyTo(_reached);
            Follow(kept, marks);
        }
    }

    /// <summary>Keeps what has to hold two others apart.</summary>
    /// <returns>How many of these are pending.</returns>
    private int Divide(Span<bool> kept, bool marks)
    {
        var count = 0;
        foreach (var (unit, left, right, isAlways) in _dividers)
        {
            if (_isMark[unit] != marks || kept[unit] || !kept[left].Contains(true) || !kept[right].Contains(true) || (!isAlways && HasBetween(kept[left.End..right.Start], left.End.Value, marks)))
            {
                continue;
            }

            kept[unit] = true;
            if (_firstTargets[unit] < _firstTargets[unit + 1] || !marks)
            {
                _reached[unit] = true;
                _pending[count++] = unit;
            }
        }

        return count;
    }

    /// <summary>Whether something is kept there; a mark may still go, where a word is looked for.</summary>
    private bool HasBetween(ReadOnlySpan<bool> kept, int start, bool marks)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i] && (marks || !_isMark[start + i]))
            {
                return true;
            }
        }

        return false;
    }

    private void Close(Span<bool> kept)
    {
        if (_targets.Length == 0 && _dividers.Length == 0)
        {
            return;
        }

        Array.Clear(_reached);
        var count = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                _reached[i] = true;
                _pending[count++] = i;
            }
        }

        Follow(kept, count);
    }

    /// <summary>Reaches all that the pending nodes need.</summary>
    private void Follow(Span<bool> kept, int count)
    {
        while (count > 0)
        {
            var node = _pending[--count];
            for (var edge = _firstTargets[node]; edge < _firstTargets[node + 1]; edge++)
            {
                var target = _targets[edge];
                if (!_reached[target])
                {
                    _reached[target] = true;
                    _pending[count++] = target;
                }
            }
        }

        _reached.AsSpan(0, kept.Length).CopyTo(kept);
    }

    private void DropIdleMarks(ReadOnlySpan<SelectableUnit> units, Span<bool> kept)
    {
        if (_separators.Length == 0 && _pairs.Length == 0)
        {
            return;
        }

        _nextWord[kept.Length] = kept.Length;
        for (var i = kept.Length - 1; i >= 0; i--)
        {
            _nextWord[i] = kept[i] && !_isMark[i] ? i : _nextWord[i + 1];
        }

        foreach (var (open, close) in _pairs)
        {
            if (!(kept[open] && kept[close] && _nextWord[open] < close) && !units[open].IsFixed && !units[close].IsFixed)
            {
                kept[open] = kept[close] = false;
            }
        }

        foreach (var (mark, start, end) in _separators)
        {
            kept[mark] &= units[mark].IsFixed || (_nextWord[start] < mark && (end == Separator.NothingBehind || _nextWord[mark] < end));
        }
    }
}

/// <summary>A mark that needs words in front of it, and behind it.</summary>
/// <param name="Mark">A comma, a full stop or their like.</param>
/// <param name="Start">First unit of what it divides or ends.</param>
/// <param name="End">Behind the last one; <see cref="NothingBehind"/> for a mark that ends.</param>
internal readonly record struct Separator(int Mark, int Start, int End)
{
    public const int NothingBehind = -1;
}

/// <summary>A unit that stays where units on both sides of it do, and nothing between them: without it they would say something together.</summary>
/// <param name="Unit">A comma, or a word.</param>
/// <param name="Left">Any unit of it.</param>
/// <param name="Right">Any unit of it.</param>
/// <param name="IsAlways">Whether it stays even if something else between them does.</param>
internal readonly record struct Divider(int Unit, Range Left, Range Right, bool IsAlways = false);

/// <summary>Brackets or quotation marks that belong together.</summary>
internal readonly record struct Pair(int Open, int Close);
