namespace PromptCompressor.Core.Meaning.Units;

/// <summary>
/// A word is worth what it and all that it brings along are worth together: the only word of a sentence that needs its "unless", its speaker and
/// its full stop as well takes the room of four, and three words of a sentence that is kept already say more.
/// </summary>
/// <remarks>
/// For each node (a sentence, a line, an element) the rank is found from which on its words make up for what they need. Words above it come
/// at that rank, together; the others keep their own. In whole numbers: the same order on every machine.
/// </remarks>
internal sealed class BoundRanks
{
    /// <summary>Units that a node needs are looked for up to this number: more make it no dearer.</summary>
    private const int MostNeeds = 64;

    /// <summary>How often the range of ranks is halved: finer steps change nothing that can be seen.</summary>
    private const int Steps = 12;

    private readonly Bindings _bindings;
    private readonly int[] _ranks;
    private readonly int[] _costs;
    private readonly int[] _firstMembers;
    private readonly int[] _members;
    private readonly int[] _memberOf;
    private readonly int[] _neededBy;
    private readonly List<int> _needs = [];

    private BoundRanks(Bindings bindings, int[] ranks, int[] costs)
    {
        _bindings = bindings;
        _ranks = ranks;
        _costs = costs;
        _memberOf = new int[ranks.Length];
        _neededBy = new int[ranks.Length];
        _firstMembers = new int[bindings.Nodes - ranks.Length + 1];
        for (var unit = 0; unit < ranks.Length; unit++)
        {
            foreach (var node in bindings.NeedsOf(unit))
            {
                if (node >= ranks.Length)
                {
                    _firstMembers[node - ranks.Length + 1]++;
                }
            }
        }

        for (var i = 1; i < _firstMembers.Length; i++)
        {
            _firstMembers[i] += _firstMembers[i - 1];
        }

        _members = new int[_firstMembers[^1]];
        var next = _firstMembers.ToArray();
        for (var unit = 0; unit < ranks.Length; unit++)
        {
            foreach (var node in bindings.NeedsOf(unit))
            {
                if (node >= ranks.Length)
                {
                    _members[next[node - ranks.Length]++] = unit;
                }
            }
        }
    }

    /// <param name="bindings">Of a text.</param>
    /// <param name="ranks">For each unit, the higher the sooner it is kept.</param>
    /// <param name="costs">For each unit, about how much room it takes; 0 for what is kept anyhow.</param>
    /// <returns>For each unit its rank, or a lower one.</returns>
    public static int[] Of(Bindings bindings, int[] ranks, int[] costs) => bindings.Nodes == ranks.Length ? ranks : new BoundRanks(bindings, ranks, costs).Lowered();

    private int[] Lowered()
    {
        var lowered = _ranks.ToArray();
        var (low, high) = (_ranks.Min(), _ranks.Max());
        for (var node = _ranks.Length; node < _bindings.Nodes; node++)
        {
            var members = _members.AsSpan(_firstMembers[node - _ranks.Length].._firstMembers[node - _ranks.Length + 1]);
            FindNeeds(node);
            if (members.IsEmpty || _needs.Count == 0)
            {
                continue;
            }

            foreach (var member in members)
            {
                _memberOf[member] = node;
            }

            var (rank, tooHigh) = (low, high);
            for (var step = 0; step < Steps; step++)
            {
                var middle = rank + ((tooHigh - rank) / 2);
                (rank, tooHigh) = Gain(middle, node, members) >= 0 ? (middle, tooHigh) : (rank, middle);
            }

            foreach (var member in members)
            {
                lowered[member] = Math.Min(lowered[member], rank);
            }
        }

        return lowered;
    }

    /// <summary>The units that a node needs by itself; what other nodes need is theirs.</summary>
    private void FindNeeds(int node)
    {
        _needs.Clear();
        Add(node);
        for (var i = 0; i < _needs.Count && i < MostNeeds; i++)
        {
            Add(_needs[i]);
        }

        void Add(int from)
        {
            foreach (var unit in _bindings.NeedsOf(from))
            {
                if (unit < _ranks.Length && _neededBy[unit] != node)
                {
                    _neededBy[unit] = node;
                    _needs.Add(unit);
                }
            }
        }
    }

    /// <summary>How much the words above a rank win, less what is lost on all that they need and that is below it.</summary>
    private long Gain(int rank, int node, ReadOnlySpan<int> members)
    {
        var gain = 0L;
        foreach (var member in members)
        {
            var own = (long)(_ranks[member] - rank) * _costs[member];
            gain += _neededBy[member] == node ? own : Math.Max(0, own);
        }

        foreach (var need in _needs)
        {
            gain -= _memberOf[need] == node ? 0 : Math.Max(0, (long)(rank - _ranks[need]) * _costs[need]);
        }

        return gain;
    }
}
