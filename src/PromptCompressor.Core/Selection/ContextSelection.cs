using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>Which contexts stay: those that have most to do with the question, or without one the most probable words.</summary>
internal static class ContextSelection
{
    private const double Steps = 1e6;

    /// <param name="filter">How many may stay.</param>
    /// <param name="contents">What each context says.</param>
    /// <param name="units">The units of each context.</param>
    /// <param name="shifts">For each unit what a question adds to its log-odds; null without one.</param>
    /// <param name="counter">The target LLM's.</param>
    /// <returns>Indices of the contexts to drop, rising.</returns>
    public static int[] Dropped(
        ContextFilter filter, IReadOnlyList<string> contents, IReadOnlyList<SelectableUnit[]> units, double[][]? shifts, ITokenCounter counter)
    {
        long[] tokens = [.. contents.Select(content => (long)counter.Count(content))];
        var mostTokens = Math.Min(filter.MaxTokens ?? long.MaxValue, filter.Rate is { } rate ? TokenBudget.Share(rate, (int)tokens.Sum()) : long.MaxValue);
        var mostContexts = filter.MaxContexts ?? int.MaxValue;
        var forced = filter.Forced.ToHashSet();
        var ranked = Enumerable.Range(0, contents.Count)
            .OrderByDescending(forced.Contains)
            .ThenByDescending(i => Relevance(shifts?[i]))
            .ThenByDescending(i => MeanScore(units[i]));
        var dropped = new List<int>();
        var (keptContexts, keptTokens) = (0, 0L);
        foreach (var i in ranked)
        {
            var fits = keptContexts < mostContexts && keptTokens + tokens[i] <= mostTokens;
            if (!fits && keptContexts > 0 && !forced.Contains(i))
            {
                dropped.Add(i);
                continue;
            }

            keptContexts++;
            keptTokens += tokens[i];
        }

        dropped.Sort();
        return [.. dropped];
    }

    /// <summary>The relevance of the best sentence. In steps, since the last bits of floating point must not decide.</summary>
    private static double Relevance(double[]? shifts) => shifts is null or [] ? 0 : Math.Round(shifts.Max() * Steps);

    private static double MeanScore(SelectableUnit[] units)
    {
        var (sum, count) = (0L, 0);
        foreach (var unit in units)
        {
            if (!unit.IsTag)
            {
                sum += unit.Score.Value;
                count++;
            }
        }

        return count == 0 ? 0 : (double)sum / count;
    }
}
