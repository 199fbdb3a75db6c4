using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>Chooses what to keep: one threshold over all texts of a request, so that the budget goes where the information is.</summary>
internal static class Selector
{
    /// <summary>How often what did not fit is set aside, so that the search goes on behind it.</summary>
    private const int MostPasses = 4;

    /// <summary>Tokens left of a budget that are worth another search: a word and what it brings along are seldom more.</summary>
    private const int LeastRoom = 16;

    /// <summary>Less than one in so many tokens of the budget is not worth it either.</summary>
    private const int LeastShareOfRoom = 50;

    /// <summary>Characters of a token, about, where it is long.</summary>
    private const int LongestToken = 8;

    /// <param name="state">With only fixed units chosen.</param>
    /// <param name="minProbability">Units under it are dropped even if there is room, 0..1.</param>
    /// <param name="shifts">For each unit of each text what a question adds to its log-odds; null without one.</param>
    /// <param name="budget">Tokens that may be left.</param>
    /// <param name="counter">The target LLM's.</param>
    public static SelectionResult Select(
        SelectionState state, double minProbability, double[][]? shifts, TokenBudget budget, ITokenCounter counter, CancellationToken cancellation)
    {
        var ranked = shifts is null
            ? Ranking.Of(state, minProbability)
            : Ranking.Of(state, minProbability, shifts);
        var chosen = 0;
        var slices = new List<TextSpan>();

        if (budget.IsUnlimited)
        {
            Choose(ranked.Length);
            return Result(fixedExceedsBudget: false);
        }

        // 1. What stays in any case, and beside it a word of each text that has nothing fixed, unless a target has no room for it.
        state.FixedOnly = true;
        var fixedTokens = TokensOf(0);
        state.FixedOnly = false;
        var most = budget.Of(fixedTokens);
        var isMissed = fixedTokens > most;
        most = isMissed ? budget.Least(fixedTokens) : most;
        var least = TokensOf(0);
        if (least > most && budget.IsBound)
        {
            state.MayBeBlank = true;
            least = TokensOf(0);
        }

        if (least > most)
        {
            return Result(fixedExceedsBudget: true);
        }

        // 2. As many of the ranked units as fit.
        Choose(BudgetSearch.Run(Weights(state, ranked), TokensOf, least, most));

        // 3. A unit that is larger than what is left does not keep smaller ones out.
        for (var pass = 0; pass < MostPasses && chosen < ranked.Length && most - TokensOf(chosen) is var room && room >= LeastRoom && room * LeastShareOfRoom >= most; pass++)
        {
            var first = chosen;
            var fitting = Array.FindAll(ranked[(first + 1)..], unit => state.SpanOf(unit).Length <= room * LongestToken);
            foreach (var tooLarge in ranked[first..].Except(fitting))
            {
                state.SetAside(tooLarge);
            }

            ranked = [.. ranked[..first], .. fitting];
            Choose(first + BudgetSearch.Run(Weights(state, ranked.AsSpan(first)), k => TokensOf(first + k), TokensOf(first), most));
        }

        return Result(isMissed);

        int TokensOf(int k)
        {
            Choose(k);
            return counter.Count(state.RenderAll(slices));
        }

        void Choose(int k)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; chosen < k; chosen++)
            {
                state.Choose(ranked[chosen], keep: true);
            }

            for (; chosen > k; chosen--)
            {
                state.Choose(ranked[chosen - 1], keep: false);
            }
        }

        SelectionResult Result(bool fixedExceedsBudget)
        {
            // With a question there is no one probability that was enough.
            double? threshold = chosen > 0 && shifts is null ? state.Units[ranked[chosen - 1].Document][ranked[chosen - 1].Index].Probability : null;
            return new SelectionResult(threshold, fixedExceedsBudget);
        }
    }

    private static long[] Weights(SelectionState state, ReadOnlySpan<UnitRef> ranked)
    {
        var weights = new long[ranked.Length + 1];
        for (var k = 0; k < ranked.Length; k++)
        {
            var unit = state.SpanOf(ranked[k]).Of(state.Texts[ranked[k].Document]);
            weights[k + 1] = weights[k] + (TextWeight.PerToken / 2) + TextWeight.Of(unit);
        }

        return weights;
    }
}

/// <summary>What was kept.</summary>
/// <param name="Threshold">Lowest keep probability among the units that were chosen by it, 0..1; null if none was, or a question had a say.</param>
/// <param name="FixedExceedsBudget">What must stay is over the budget, so it was not met.</param>
internal sealed record SelectionResult(double? Threshold, bool FixedExceedsBudget);
