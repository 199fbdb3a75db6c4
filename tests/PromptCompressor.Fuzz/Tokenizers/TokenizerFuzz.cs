namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Any text through every tokenizer, counter, segmenter, rule and the renderer.</summary>
public static class TokenizerFuzz
{
    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: the corpus and what comes of it.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<string>("tokenizers", Corpus.WriteText).RunAsync(limits.For(replay), Corpus.Texts(replay), TextMutator.Mutate, CheckAsync);

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
