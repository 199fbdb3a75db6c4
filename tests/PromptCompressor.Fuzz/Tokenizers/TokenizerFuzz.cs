namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Any text through every tokenizer, counter, segmenter, rule and the renderer.</summary>
public static class TokenizerFuzz
{
    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: the corpus and what comes of it.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null)
    {
        var loop = new FuzzLoop<string>("tokenizers", Corpus.WriteText);
        return replay is null
            ? loop.RunAsync(limits, Corpus.Texts(), TextMutator.Mutate, CheckAsync)
            : loop.RunAsync(FuzzLimits.Of(limits.Seed, 0), [Corpus.ReadText(File.ReadAllBytes(replay))], TextMutator.Mutate, CheckAsync);
    }

    private static async Task<IEnumerable<string>> CheckAsync(string text)
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        OffsetChecks.Check(text, outcomes);
        ReferenceChecks.Check(text, outcomes);
        CounterChecks.Check(text, outcomes);
        SegmentChecks.Check(text, outcomes);
        RuleChecks.Check(text, outcomes);
        await PipelineChecks.CheckAsync(text, outcomes);
        return outcomes;
    }
}
