using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>The coarse step: which contexts stay, by the mean probability of their words.</summary>
internal static class LlmlinguaContextFilter
{
    /// <summary>One flag a context.</summary>
    public static bool[] Select(IReadOnlyList<IReadOnlyList<LlmlinguaWord>> contexts, LlmlinguaRequest request, int originTokens)
    {
        if (contexts.Count == 0)
        {
            throw LlmlinguaErrors.NoTokens("a list without contexts has");
        }

        var scores = contexts.Select(ScoreOf).ToList();
        var percent = (int)(100 * (1 - RateOf(request, originTokens)));
        if (percent is < 0 or > 100)
        {
            throw LlmlinguaErrors.Of($"LLMLingua-2 takes no percentile of {percent}: context_level_rate must be from 0 to 1.");
        }

        var threshold = NumpyPercentile.Of(scores, percent, inDouble: false);
        var forced = request.ForceContextIds.ToHashSet();
        return [.. scores.Select((score, i) => score >= threshold || forced.Contains(i))];
    }

    /// <summary>Share of the contexts to keep. What a request leaves open follows from its rate or target, halfway or twice as large.</summary>
    private static double RateOf(LlmlinguaRequest request, int originTokens)
    {
        var rate = request.ContextLevelRate;
        var target = request.ContextLevelTargetToken;
        if (request.TargetContext <= 0 && rate >= 1 && target <= 0)
        {
            if (request.TargetToken < 0 && request.RateOrDefault < 1)
            {
                rate = request.UseTokenLevelFilter ? (request.RateOrDefault + 1) / 2 : request.RateOrDefault;
            }

            if (request.TargetToken >= 0)
            {
                target = request.UseTokenLevelFilter ? request.TargetToken * 2 : request.TargetToken;
            }
        }

        if (request.TargetContext >= 0)
        {
            rate = Math.Min(request.TargetContext / request.Contexts.Count, 1);
        }

        if (target >= 0)
        {
            rate = originTokens > 0 ? Math.Min(target / originTokens, 1) : throw LlmlinguaErrors.NoTokens("the context has");
        }

        return rate;
    }

    private static float ScoreOf(IReadOnlyList<LlmlinguaWord> words)
    {
        if (words.Count == 0)
        {
            throw LlmlinguaErrors.NoTokens("a context without words has");
        }

        var sum = 0f;
        foreach (var word in words)
        {
            sum += word.FreeProbability;
        }

        return sum / words.Count;
    }
}
