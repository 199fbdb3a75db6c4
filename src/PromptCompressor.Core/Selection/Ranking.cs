using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>Orders what may be dropped: by falling probability and relevance, with what each unit brings along counted in; equals by place.</summary>
internal static class Ranking
{
    /// <summary>Ranks are log-odds in millionths: no room for the last bits of floating point.</summary>
    private const double Scale = 1e6;

    /// <param name="state">What is not locked in it is ranked.</param>
    /// <param name="minProbability">Units below it (0..1) are left out, however relevant.</param>
    /// <param name="shifts">For each unit what relevance adds to its log-odds; null without a question.</param>
    public static UnitRef[] Of(SelectionState state, double minProbability, double[][]? shifts)
    {
        var ranked = new List<UnitRef>();
        var keys = new List<long>();
        for (var document = 0; document < state.Units.Count; document++)
        {
            var units = state.Units[document];
            if (units.Length == 0 || state.IsDropped(document))
            {
                continue;
            }

            var ranks = new int[units.Length];
            var costs = new int[units.Length];
            for (var i = 0; i < units.Length; i++)
            {
                ranks[i] = (int)Math.Round(Scale * (LogOdds.Of(units[i].Score) + (shifts?[document][i] ?? 0)));
                costs[i] = units[i].IsFixed || state.IsLocked(new UnitRef(document, i)) ? 0 : TextWeight.PerToken + TextWeight.Of(units[i].Span.Of(state.Texts[document]));
            }

            ranks = BoundRanks.Of(state.BindingsOf(document), ranks, costs);
            for (var i = 0; i < units.Length; i++)
            {
                if (costs[i] > 0 && !units[i].Score.IsBelow(minProbability))
                {
                    keys.Add(((long)-ranks[i] << 32) | (uint)ranked.Count);
                    ranked.Add(new UnitRef(document, i));
                }
            }
        }

        var result = ranked.ToArray();
        Array.Sort(keys.ToArray(), result);
        return result;
    }
}
