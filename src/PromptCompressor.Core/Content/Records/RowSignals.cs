using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.Core.Content.Records;

/// <summary>Scores for the rows of a table of any format: rows that report a failure first, then unusual ones, first and last.</summary>
internal sealed class RowSignals
{
    /// <summary>Rows at the beginning that show what the others are like.</summary>
    public const int First = 3;

    public const int Last = 2;

    /// <summary>Tables of fewer rows are answers, not data: they stay whole.</summary>
    public const int FewestRows = 12;

    private const int MostRequired = 20;

    private readonly bool[] _fails;
    private readonly bool _failureSpeaks;
    private readonly double[] _unusual;
    private readonly int _first;
    private readonly int _last;

    public RowSignals(IReadOnlyList<string?[]> rows, int columns, int first = First, int last = Last)
    {
        _fails = [.. rows.Select(row => Array.Exists(row, Fails))];
        var failures = _fails.Count(f => f);
        _failureSpeaks = failures <= Math.Max(1, RecordScores.FailureIsTheRule * rows.Count);
        if (failures > MostRequired)
        {
            KeepEnds(_fails, MostRequired);
        }

        _unusual = UnusualRows.Of(rows, columns);
        _first = first;
        _last = rows.Count - last;
    }

    public (double Score, bool Required) Of(int row, double relevance)
    {
        var score = Math.Max(_unusual[row], RecordScores.OfRelevance(relevance));
        if (row < _first || row >= _last)
        {
            score = Math.Max(score, RecordScores.FirstOrLast);
        }

        return (score, _failureSpeaks && _fails[row]);
    }

    private static bool Fails(string? cell) =>
        cell is { Length: >= 3 } && (cell.Length <= 24 ? FailureWords.IsBadState(cell) || FailureWords.Of(cell) == Severity.Failure : FailureWords.Of(cell) == Severity.Failure);

    private static void KeepEnds(bool[] flags, int most)
    {
        var places = Enumerable.Range(0, flags.Length).Where(i => flags[i]).ToList();
        foreach (var place in places.Skip(most * 3 / 4).SkipLast(most / 4))
        {
            flags[place] = false;
        }
    }
}
