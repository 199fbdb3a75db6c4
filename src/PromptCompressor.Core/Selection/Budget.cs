namespace PromptCompressor.Core.Selection;

internal static class Budget
{
    /// <summary>0.29 of 100 tokens is 29, although 0.29 * 100 is a little less in floating point.</summary>
    public static int Of(double rate, int tokens) => (int)((rate * tokens) + 1e-9);
}
