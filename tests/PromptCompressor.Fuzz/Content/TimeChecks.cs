using PromptCompressor.Core.Content;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Long texts take time that grows with their length alone: some are milliseconds, the square of the length would be minutes.</summary>
internal static class TimeChecks
{
    /// <summary>A machine that is busy with other programs is not to be taken for a loop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task CheckAsync(string text)
    {
        var work = Task.Run(() => ContentReducer.ReduceBlocks(text, 0.3, ReductionChecks.Options with { Relevance = record => record.Length % 5 / 4.0, Outline = true, FillTarget = true }));
        try
        {
            await work.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            throw new FuzzException($"the reduction of {text.Length} characters is not done after {Patience.TotalSeconds} s");
        }
    }
}
