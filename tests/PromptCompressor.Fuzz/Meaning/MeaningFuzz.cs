namespace PromptCompressor.Fuzz.Meaning;

/// <summary>Sentences, dialogues, quantities and operators of many languages, mixed and broken, through the compressor of words: what must be true of every output without a model.</summary>
public static class MeaningFuzz
{
    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: the corpus and what comes of it.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<string>("meaning", Corpus.WriteText).RunAsync(
            limits.For(replay),
            replay is null ? [.. Corpus.Files("meaning").Select(Corpus.ReadText), .. Corpus.Texts(null)] : Corpus.Texts(replay),
            MeaningMutator.Mutate,
            MeaningChecks.CheckAsync);
}
