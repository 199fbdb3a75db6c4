namespace PromptCompressor.Core.Selection;

/// <summary>Orders what may be dropped: by falling probability, equals by place.</summary>
internal static class Ranking
{
    /// <summary>Of a score, with half a step at either end so that both stay finite.</summary>
    private static readonly double[] LogOdds = [.. Enumerable.Range(0, 256).Select(score => Math.Log((score + 0.5) / (255.5 - score)))];

    /// <param name="units">Of each document.</param>
    /// <param name="minScore">Units under this score (0..255) are left out: they are never kept.</param>
    public static UnitRef[] Of(IReadOnlyList<Unit[]> units, double minScore)
    {
        // Scores are bytes, so counting them sorts in one pass.
        var starts = new int[257];
        foreach (var document in units)
        {
            foreach (var unit in document)
            {
                if (IsRanked(unit, minScore))
                {
                    starts[256 - unit.Score]++;
                }
            }
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var ranked = new UnitRef[starts[^1]];
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                var unit = units[document][i];
                if (IsRanked(unit, minScore))
                {
                    ranked[starts[255 - unit.Score]++] = new UnitRef(document, i);
                }
            }
        }

        return ranked;
    }

    /// <summary>Orders by probability and relevance together.</summary>
    /// <param name="units">Of each document.</param>
    /// <param name="minScore">Units under this score (0..255) are left out, however relevant.</param>
    /// <param name="shifts">For each unit what relevance adds to its log-odds.</param>
    public static UnitRef[] Of(IReadOnlyList<Unit[]> units, double minScore, double[][] shifts)
    {
        var ranked = new List<UnitRef>();
        var keys = new List<long>();
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                if (IsRanked(units[document][i], minScore))
                {
                    keys.Add(KeyOf(LogOdds[units[document][i].Score] + shifts[document][i], ranked.Count));
                    ranked.Add(new UnitRef(document, i));
                }
            }
        }

        var result = ranked.ToArray();
        Array.Sort(keys.ToArray(), result);
        return result;
    }

    /// <summary>Sorts by falling rank, equals by place. Steps of a millionth leave no room for the last bits of floating point.</summary>
    private static long KeyOf(double rank, int place) => ((long)Math.Round(-rank * 1e6) << 32) | (uint)place;

    private static bool IsRanked(Unit unit, double minScore) => !unit.IsFixed && unit.Score >= minScore;
}
