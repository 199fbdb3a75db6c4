namespace PromptCompressor.Core.Selection;

/// <summary>Orders what may be dropped: by falling probability, equals by place.</summary>
internal static class Ranking
{
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

    private static bool IsRanked(Unit unit, double minScore) => !unit.IsFixed && unit.Score >= minScore;
}
