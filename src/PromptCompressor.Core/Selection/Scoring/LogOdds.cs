using PromptCompressor.Core.Segments;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>The log-odds of scores, with half a step at either end so that both stay finite.</summary>
internal static class LogOdds
{
    private static readonly double[] Table = [.. Enumerable.Range(0, Score.Count).Select(value => Math.Log((value + 0.5) / (Score.MaxValue + 0.5 - value)))];

    public static double Of(Score score) => Table[score.Value];
}
