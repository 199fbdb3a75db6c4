namespace PromptCompressor.Core.Selection;

/// <summary>Of scores (keep probability times 255), with half a step at either end so that both stay finite.</summary>
internal static class LogOdds
{
    private static readonly double[] Table = [.. Enumerable.Range(0, 256).Select(score => Math.Log((score + 0.5) / (255.5 - score)))];

    public static double Of(byte score) => Table[score];
}
