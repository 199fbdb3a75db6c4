
namespace PromptCompressor.Core.Meaning.Units;

/// <summary>Collects what the rules bind.</summary>
internal sealed class BindingBuilder(UnitText text)
{
    private readonly List<(int From, int To)> _edges = new(text.Count * 2);
    private readonly bool[] _isServant = new bool[text.Count];
    private readonly bool[] _isWhole = new bool[text.Count];
    private readonly List<Separator> _separators = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<Divider> _dividers = [];
    private int _nodes = text.Count;

    /// <summary>A node that stands for several units: what any of them needs is bound to it once.</summary>
    public int AddNode() => _nodes++;

    /// <summary>If the one is kept, so is the other.</summary>
    public void Bind(int from, int to)
    {
        if (from != to && (to >= text.Count || text.Kinds[to] != UnitKind.Tag))
        {
            _edges.Add((from, to));
        }
    }

    /// <summary>Both are kept, or neither.</summary>
    public void Join(int one, int other)
    {
        Bind(one, other);
        Bind(other, one);
    }

    /// <summary>All units of a range are kept, or none.</summary>
    public void JoinAll(int start, int end)
    {
        for (var i = start + 1; i < end; i++)
        {
            Join(i - 1, i);
        }
    }

    /// <summary>Joins like <see cref="JoinAll"/>, with every mark inside: the comma of a call, the empty brackets of a box.</summary>
    public void MakeWhole(int start, int end)
    {
        JoinAll(start, end);
        _isWhole.AsSpan(start..end).Fill(true);
    }

    /// <summary>If the node is reached, all units of a range are kept.</summary>
    public void BindAll(int from, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            Bind(from, i);
        }
    }

    /// <summary>The unit is kept only if another needs it.</summary>
    public void Serve(int unit) => _isServant[unit] = true;

    /// <summary>Whether the unit is kept only for others, such as a label.</summary>
    public bool IsServant(int unit) => _isServant[unit];

    /// <summary>The units of a range may be kept for themselves, whatever an earlier rule said.</summary>
    public void Free(int start, int end) => _isServant.AsSpan(start..end).Clear();

    /// <summary>Whether no mark of it may go.</summary>
    public bool IsWhole(int unit) => _isWhole[unit];

    public void Separate(int mark, int start, int end) => _separators.Add(new Separator(mark, start, end));

    public void Enclose(int open, int close) => _pairs.Add(new Pair(open, close));

    public void Divide(Divider divider)
    {
        if (text.Kinds[divider.Unit] != UnitKind.Tag)
        {
            _dividers.Add(divider);
        }
    }

    public Bindings Build()
    {
        var isMark = new bool[text.Count];
        for (var i = 0; i < isMark.Length; i++)
        {
            isMark[i] = text.IsMark(i);
        }

        foreach (var separator in _separators)
        {
            isMark[separator.Mark] = true;
        }

        return new Bindings(_edges, _nodes, _isServant, isMark, [.. _separators], [.. _pairs], [.. _dividers], Best());
    }

    /// <summary>The most probable words; without words, the most probable units.</summary>
    private int[] Best()
    {
        const int candidates = 8;
        var best = new PriorityQueue<int, int>(candidates + 1);
        for (var i = 0; i < text.Count; i++)
        {
            if (text.Kinds[i] == UnitKind.Tag)
            {
                continue;
            }

            var rank = text[i].Score.Value + (text.IsWord(i) ? 1024 : 0) + (_isServant[i] ? 0 : 512);
            if (best.Count < candidates || (best.TryPeek(out _, out var worst) && rank > worst))
            {
                best.Enqueue(i, rank);
                if (best.Count > candidates)
                {
                    best.Dequeue();
                }
            }
        }

        // A mark stands for a text only where it has no word.
        var hasWord = best.UnorderedItems.Any(item => item.Priority >= 1024);
        return [.. best.UnorderedItems.Where(item => !hasWord || item.Priority >= 1024).OrderByDescending(item => item.Priority).ThenBy(item => item.Element).Select(item => item.Element)];
    }
}
