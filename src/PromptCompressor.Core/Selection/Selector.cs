using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>Chooses what to keep: one threshold over all texts of a request, so that the budget goes where the information is.</summary>
internal static class Selector
{
    /// <param name="draft">With only fixed units chosen.</param>
    /// <param name="minProbability">Units under it are dropped even if there is room, 0..1.</param>
    /// <param name="shifts">For each unit of each text what a question adds to its log-odds; null without one.</param>
    /// <param name="budget">Tokens of the output at most; null: everything above the floor stays.</param>
    /// <param name="counter">The target LLM's.</param>
    /// <param name="isBound">Whether the budget is a bound that holds even if a text then comes to nothing.</param>
    public static SelectionResult Select(
        SelectionState draft, double minProbability, double[][]? shifts, int? budget, bool isBound, ITokenCounter counter, CancellationToken cancellation)
    {
        var ranked = shifts is null
            ? Ranking.Of(draft, minProbability)
            : Ranking.Of(draft, minProbability, shifts);
        var chosen = 0;
        var slices = new List<TextSpan>();

        if (budget is null)
        {
            TokensOf(ranked.Length, count: false);
            return Result(fixedExceedsBudget: false);
        }

        // A word of each text may be more than the budget.
        if (TokensOf(0) > budget && !(draft.MayBeBlank = isBound))
        {
            return Result(fixedExceedsBudget: true);
        }

        if (draft.MayBeBlank && TokensOf(0) > budget)
        {
            return Result(fixedExceedsBudget: true);
        }

        TokensOf(BudgetSearch.Run(Weights(draft, ranked), k => TokensOf(k), budget.Value), count: false);
        return Result(fixedExceedsBudget: false);

        int TokensOf(int k, bool count = true)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; chosen < k; chosen++)
            {
                draft.Choose(ranked[chosen], keep: true);
            }

            for (; chosen > k; chosen--)
            {
                draft.Choose(ranked[chosen - 1], keep: false);
            }

            return count ? counter.Count(draft.RenderAll(slices)) : 0;
        }

        SelectionResult Result(bool fixedExceedsBudget)
        {
            // With a question there is no one probability that was enough.
            double? threshold = chosen > 0 && shifts is null ? draft.Units[ranked[chosen - 1].Document][ranked[chosen - 1].Index].Probability : null;
            return new SelectionResult(draft, threshold, fixedExceedsBudget);
        }
    }

    private static long[] Weights(SelectionState draft, UnitRef[] ranked)
    {
        var weights = new long[ranked.Length + 1];
        for (var k = 0; k < ranked.Length; k++)
        {
            var unit = draft.Units[ranked[k].Document][ranked[k].Index].Span.Of(draft.Texts[ranked[k].Document]);
            weights[k + 1] = weights[k] + (TextWeight.PerToken / 2) + TextWeight.Of(unit);
        }

        return weights;
    }
}

internal static class Budget
{
    /// <summary>0.29 of 100 tokens is 29, although 0.29 * 100 is a little less in floating point.</summary>
    public static int Of(double rate, int tokens) => (int)((rate * tokens) + 1e-9);
}

/// <summary>What was kept.</summary>
/// <param name="Draft">Holds the decisions.</param>
/// <param name="Threshold">Lowest keep probability among the units that were chosen by it, 0..1; null if none was, or a question had a say.</param>
/// <param name="FixedExceedsBudget">Protected and forced text alone is over the budget, so it was not met.</param>
internal sealed record SelectionResult(SelectionState Draft, double? Threshold, bool FixedExceedsBudget);
