namespace PromptCompressor.Core.Selection;

/// <summary>
/// Finds how many of the ranked units fit a token budget, counted on the rendered output: tokens merge across words, so
/// only the whole output can be counted. Interpolation needs about half a dozen counts whatever the length of the text.
/// </summary>
internal static class BudgetSearch
{
    /// <param name="weights"><c>weights[k]</c>: rough size of the first k ranked units, rising with k.</param>
    /// <param name="tokensOf">Tokens of the output with the first k units kept.</param>
    /// <param name="least"><c>tokensOf(0)</c>, within the budget.</param>
    /// <param name="budget">Tokens allowed.</param>
    /// <returns>A k whose output is within the budget while that of k + 1 is not, or all units.</returns>
    public static int Run(ReadOnlySpan<long> weights, Func<int, int> tokensOf, int least, int budget)
    {
        var (low, lowTokens) = (0, least);
        var high = weights.Length - 1;
        var highTokens = tokensOf(high);
        if (highTokens <= budget)
        {
            return high;
        }

        for (var round = 0; high - low > 1; round++)
        {
            // Interpolation is blind to a lump of tokens near one end; every third step halves what is left.
            var guess = round % 3 == 2
                ? low + ((high - low) / 2)
                : Interpolate(weights, low, lowTokens, high, highTokens, budget);
            var tokens = tokensOf(guess);
            if (tokens <= budget)
            {
                (low, lowTokens) = (guess, tokens);
            }
            else
            {
                (high, highTokens) = (guess, tokens);
            }
        }

        return low;
    }

    private static int Interpolate(ReadOnlySpan<long> weights, int low, int lowTokens, int high, int highTokens, int budget)
    {
        var share = (budget - lowTokens + 0.5) / Math.Max(1, highTokens - lowTokens);
        var wanted = weights[low] + (long)(share * (weights[high] - weights[low]));
        var found = weights[low..high].BinarySearch(wanted);
        var guess = low + (found >= 0 ? found : ~found - 1);
        return Math.Clamp(guess, low + 1, high - 1);
    }
}
