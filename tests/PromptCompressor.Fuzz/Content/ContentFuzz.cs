using PromptCompressor.Core.Content;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Tool output of each kind and what it becomes when lines are moved, cut and repeated, through the reduction of content.</summary>
public static class ContentFuzz
{
    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: the corpus and what comes of it.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<string>("content", Corpus.WriteText).RunAsync(
            limits.For(replay),
            replay is null ? [.. Corpus.Files("content").Select(Corpus.ReadText), .. Corpus.Texts(null)] : Corpus.Texts(replay),
            ContentMutator.Mutate,
            CheckAsync);

    private static async Task<IEnumerable<string>> CheckAsync(string text)
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        if (text.Length > ContentMutator.MaxLength)
        {
            await TimeChecks.CheckAsync(text);
            return outcomes;
        }

        var blocks = ContentDetector.Blocks(text);
        var end = 0;
        foreach (var block in blocks)
        {
            FuzzException.Unless(block.Span.Start == end && block.Span.End > end, $"blocks follow each other: {block.Span} after {end}");
            end = block.Span.End;
            outcomes.Add($"kind: {block.Kind}");
            ReductionChecks.Check(block.Span.Of(text).ToString(), block.Kind, outcomes);
        }

        FuzzException.Unless(end == text.Length, "blocks reach to the end");
        FuzzException.Unless(blocks.SequenceEqual(ContentDetector.Blocks(text)), "the same text has the same blocks");
        SecondPassChecks.Check(text, outcomes);
        await CompressorChecks.CheckAsync(text, outcomes);
        return outcomes;
    }
}
