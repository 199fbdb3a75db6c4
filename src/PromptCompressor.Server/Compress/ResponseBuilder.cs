using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Reference;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Compress;

/// <summary>From the core's results to the wire.</summary>
internal static class ResponseBuilder
{
    public static CompressResponse ForContexts(CompressPlan plan, CompressionResult result) => Build(plan, [result], 0) with
    {
        CompressedPrompt = result.Joined,
        CompressedPromptList = [.. result.Texts.Select(text => text.Text)],
        DroppedContexts = plan.Options.ContextFilter is null ? null : result.DroppedContexts,
    };

    /// <param name="plan">What was asked for.</param>
    /// <param name="messages">As they go out.</param>
    /// <param name="results">One for all messages, or one for each.</param>
    /// <param name="untouched">Tokens of the text that was not compressed.</param>
    public static CompressResponse ForMessages(
        CompressPlan plan, IReadOnlyList<RawJson> messages, IReadOnlyList<CompressionResult> results, long untouched) =>
        Build(plan, results, untouched) with { Messages = messages };

    /// <summary>What the native mode reports of its own steps stays empty.</summary>
    public static CompressResponse ForReference(CompressPlan plan, ITokenCounter counter, ReferenceResult result) => new()
    {
        CompressedPrompt = result.CompressedPrompt,
        CompressedPromptList = result.CompressedPromptList,
        OriginTokens = result.OriginTokens,
        CompressedTokens = result.CompressedTokens,
        Ratio = RatioOf(result.OriginTokens, result.CompressedTokens),
        Rate = RateOf(result.OriginTokens, result.CompressedTokens),
        SavedTokens = result.OriginTokens - result.CompressedTokens,
        Tokenizer = new TokenizerUsed { Name = counter.Name, Exact = counter.IsExact },
        Model = new ModelUsed { Id = plan.Model.Id, Sha256 = plan.Model.ReferenceSha256 },
        Threshold = null,
        Skipped = null,
        Warnings = [],
        Cache = CacheOf([]),
        TimingsMs = TimingsOf([]),
    };

    /// <summary>Microseconds are as fine as it gets.</summary>
    public static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    public static IReadOnlyList<int>[] SpansOf(CompressedText text) => [.. text.Slices.Select(slice => (IReadOnlyList<int>)[slice.Start, slice.End])];

    private static CompressResponse Build(CompressPlan plan, IReadOnlyList<CompressionResult> results, long untouched)
    {
        var origin = untouched + results.Sum(result => (long)result.OriginTokens);
        var compressed = untouched + results.Sum(result => (long)result.CompressedTokens);
        var texts = results.SelectMany(result => result.Texts);
        return new CompressResponse
        {
            OriginTokens = origin,
            CompressedTokens = compressed,
            Ratio = RatioOf(origin, compressed),
            Rate = RateOf(origin, compressed),
            SavedTokens = origin - compressed,
            Tokenizer = new TokenizerUsed { Name = plan.Options.Counter.Name, Exact = plan.Options.Counter.IsExact },
            Model = new ModelUsed { Id = plan.Model.Id, Sha256 = plan.Model.Sha256 },
            Threshold = results.Count == 1 && results[0].Threshold is { } threshold ? Math.Round(threshold, 4) : null,
            Spans = plan.Request.ReturnSpans == true ? [.. texts.Select(SpansOf)] : null,
            Labels = plan.Request.ReturnWordLabel == true ? [.. texts.Select(WordLabels.Of)] : null,
            Skipped = SkippedOf(results),
            Warnings = [.. results.Select(WarningOf).OfType<string>().Distinct()],
            Cache = CacheOf(results),
            TimingsMs = TimingsOf(results),
        };
    }

    private static double RatioOf(long origin, long compressed) => origin == 0 ? 1 : Share(origin, Math.Max(1, compressed));

    private static double RateOf(long origin, long compressed) => origin == 0 ? 1 : Share(compressed, origin);

    private static double Share(long part, long whole) => Math.Round((double)part / whole, 4);

    private static string? SkippedOf(IReadOnlyList<CompressionResult> results)
    {
        var reasons = results.Select(result => result.Skipped).Distinct().ToArray();
        return reasons switch
        {
            [] or [SkipReason.NoWords] => "no_words",
            [SkipReason.NoGain] => "no_gain",
            [SkipReason.WithinBudget] => "within_budget",

            // Several messages that all came back, each for a reason of its own.
            _ => reasons.Contains(null) ? null : "within_budget",
        };
    }

    private static string? WarningOf(CompressionResult result) => result.BudgetMissed
        ? $"The budget was not met: protected and forced text alone leaves {result.CompressedTokens} of {result.OriginTokens} tokens."
        : null;

    private static CacheUsed CacheOf(IReadOnlyList<CompressionResult> results) => new()
    {
        Segments = results.Sum(result => result.Cache.Segments),
        Hits = results.Sum(result => result.Cache.Hits),
        Misses = results.Sum(result => result.Cache.Misses),
    };

    private static Timings TimingsOf(IReadOnlyList<CompressionResult> results)
    {
        return new Timings
        {
            Split = Sum(Stage.Split),
            Tokenize = Sum(Stage.Tokenize),
            Cache = Sum(Stage.Cache),
            Queue = Sum(Stage.Queue),
            Infer = Sum(Stage.Infer),
            Select = Sum(Stage.Select),
            Total = 0,
        };

        double Sum(Stage stage) => Math.Round(results.Sum(result => result.Timings[stage]), 3);
    }
}
