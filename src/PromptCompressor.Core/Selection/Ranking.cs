using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Selection.Units;

namespace PromptCompressor.Core.Selection;

/// <summary>Orders what may be dropped: by falling probability, equals by place.</summary>
internal static class Ranking
{
    /// <param name="state">What is not locked in it is ranked.</param>
    /// <param name="minProbability">Units below it (0..1) are left out: they are never kept.</param>
    public static UnitRef[] Of(SelectionState state, double minProbability)
    {
        var units = state.Units;

        // Scores are bytes, so counting them sorts in one pass.
        var starts = new int[Score.Count + 1];
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                if (IsRanked(state, new UnitRef(document, i), minProbability))
                {
                    starts[Score.Count - units[document][i].Score.Value]++;
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
                var unit = new UnitRef(document, i);
                if (IsRanked(state, unit, minProbability))
                {
                    ranked[starts[Score.MaxValue - units[document][i].Score.Value]++] = unit;
                }
            }
        }

        return ranked;
    }

    /// <summary>Orders by probability and relevance together.</summary>
    /// <param name="state">What is not locked in it is ranked.</param>
    /// <param name="minProbability">Units below it (0..1) are left out, however relevant.</param>
    /// <param name="shifts">For each unit what relevance adds to its log-odds.</param>
    public static UnitRef[] Of(SelectionState state, double minProbability, double[][] shifts)
    {
        var units = state.Units;
        var ranked = new List<UnitRef>();
        var keys = new List<long>();
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                var unit = new UnitRef(document, i);
                if (IsRanked(state, unit, minProbability))
                {
                    keys.Add(KeyOf(LogOdds.Of(units[document][i].Score) + shifts[document][i], ranked.Count));
                    ranked.Add(unit);
                }
            }
        }

        var result = ranked.ToArray();
        Array.Sort(keys.ToArray(), result);
        return result;
    }

    /// <summary>Sorts by falling rank, equals by place. Steps of a millionth leave no room for the last bits of floating point.</summary>
    private static long KeyOf(double rank, int place) => ((long)Math.Round(-rank * 1e6) << 32) | (uint)place;

    private static bool IsRanked(SelectionState state, UnitRef reference, double minProbability)
    {
        var unit = state.Units[reference.Document][reference.Index];
        return !unit.IsFixed && !unit.Score.IsBelow(minProbability) && !state.IsLocked(reference);
    }
}
