using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Compress;

/// <summary>From the core's results to the wire, whatever kind of compressor gave them.</summary>
internal static class ResponseBuilder
{
    private const string LexicalQuestion = "The model has no relevance output, or Engine:SentenceVectors is off: the question was compared by its words alone.";
    private const string TwoBudgets = "rate was ignored, because target_token was given.";
    private const string NoSpans = "There are no spans: this mode does not make its output of pieces of the input.";
    private const string NoLabels = "There are no labels: this mode does not decide word by word.";

    /// <param name="command">What was asked for.</param>
    /// <param name="results">One for each of its parts.</param>
    /// <param name="originals">The hash of each text whose original is kept; null where none are.</param>
    public static CompressResponse Build(CompressCommand command, IReadOnlyList<CompressionResult> results, IReadOnlyList<string?>? originals = null)
    {
        var origin = command.UntouchedTokens + results.Sum(result => (long)result.OriginTokens);
        var compressed = command.UntouchedTokens + results.Sum(result => (long)result.CompressedTokens);
        var texts = results.SelectMany(result => result.Texts).ToArray();
        var hasBlocks = texts.Any(text => text.Blocks is not null);
        var messages = command.Request.Messages;
        var contexts = messages is null ? results[0] : null;
        var spans = command.Request.ReturnSpans == true ? SpansOf(texts) : null;
        var labels = command.Request.ReturnWordLabel == true ? LabelsOf(texts) : null;
        return new CompressResponse
        {
            CompressedPrompt = contexts?.Joined,
            CompressedPromptList = contexts is null ? null : [.. texts.Select(text => text.Text)],
            DroppedContexts = contexts is not null && command.Parts[0].ContextFilter is not null ? contexts.DroppedContexts : null,
            Messages = messages is null ? null : MessageWriter.Write(messages, texts),
            OriginTokens = origin,
            CompressedTokens = compressed,
            Ratio = origin == 0 ? 1 : Share(origin, Math.Max(1, compressed)),
            Rate = origin == 0 ? 1 : Share(compressed, origin),
            SavedTokens = origin - compressed,
            Tokenizer = new TokenizerUsed { Name = command.Counter.Name, Exact = command.Counter.IsExact },
            Model = new ModelUsed { Id = command.Compressor.Model.Id, Sha256 = command.Compressor.Model.Sha256 },
            Threshold = results is [{ Threshold: { } threshold }] ? Math.Round(threshold, 4) : null,
            Spans = spans,
            Labels = labels,
            Written = spans is not null && (hasBlocks || texts.Any(text => text.Written.Count > 0)) ? [.. texts.Select(text => WireOf(text.Written))] : null,
            Blocks = hasBlocks ? [.. texts.Select(BlocksOf)] : null,
            Originals = originals,
            Skipped = SkippedOf(results),
            Warnings =
            [
                .. command.Request is { Rate: not null, TargetToken: not null } ? [TwoBudgets] : Array.Empty<string>(),
                .. results.Select(WarningOf).OfType<string>().Distinct(),
                .. BlankOf(texts) is { } blank ? [blank] : Array.Empty<string>(),
                .. command.IsQuestionLexical ? [LexicalQuestion] : Array.Empty<string>(),
                .. messages is null ? [] : MessageRequests.WarningsOf(messages),
                .. command.Request.ReturnSpans == true && spans is null ? [NoSpans] : Array.Empty<string>(),
                .. command.Request.ReturnWordLabel == true && labels is null ? [NoLabels] : Array.Empty<string>(),
            ],
            Cache = CacheOf(results),
            TimingsMs = TimingsOf(results, command.Clock.Total),
        };
    }

    /// <summary>Microseconds are as fine as it gets.</summary>
    public static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    public static IReadOnlyList<int>[] SpansOf(CompressedText text) => WireOf(text.Slices ?? []);

    public static IReadOnlyList<int>[] WireOf(IReadOnlyList<TextSpan> spans) => [.. spans.Select(span => (IReadOnlyList<int>)[span.Start, span.End])];

    private static IReadOnlyList<IReadOnlyList<int>>[]? SpansOf(CompressedText[] texts) =>
        Array.Exists(texts, text => text.Slices is null) ? null : [.. texts.Select(SpansOf)];

    private static IReadOnlyList<WordLabel>[]? LabelsOf(CompressedText[] texts) =>
        Array.Exists(texts, text => text.Words is null) ? null : [.. texts.Select(WordLabels.Of)];

    public static IReadOnlyList<ContentBlock> BlocksOf(CompressedText text) =>
    [
        .. (text.Blocks ?? []).Select(block => new ContentBlock
        {
            Kind = ContentNames.Of(block.Kind),
            Start = block.Span.Start,
            End = block.Span.End,
            Methods = block.Methods,
            Lossless = block.Lossless,
            OmittedRecords = block.OmittedRecords,
            OriginTokens = block.OriginTokens,
            CompressedTokens = block.CompressedTokens,
        }),
    ];

    private static double Share(long part, long whole) => Math.Round((double)part / whole, 4);

    private static string? SkippedOf(IReadOnlyList<CompressionResult> results)
    {
        if (results.Any(result => result.Skipped is null))
        {
            return null;
        }

        if (results.Count == 0)
        {
            return "not_selected";
        }

        // Messages may all have come back, each for a reason of its own.
        return results.Min(result => result.Skipped) switch
        {
            SkipReason.WithinBudget => "within_budget",
            SkipReason.TooSmall => "too_small",
            SkipReason.NoGain => "no_gain",
            _ => "no_words",
        };
    }

    private static string? WarningOf(CompressionResult result) =>
        result.BudgetMissed ? $"The budget was not met: {WhatStays(result)} leaves {result.CompressedTokens} of {result.OriginTokens} tokens." : null;

    /// <summary>Why no more could go: structure is named by its kinds, since a caller can only change what it knows of.</summary>
    private static string WhatStays(CompressionResult result)
    {
        var structure = result.Texts.SelectMany(text => text.Blocks ?? []).Where(block => !block.Kind.IsProse() && block.OriginTokens > 0).ToLookup(block => block.Methods.Count > 0);
        string[] causes =
        [
            .. KindsOf(structure[false]) is { Length: > 0 } whole ? [$"structure that stays as it came ({whole})"] : Array.Empty<string>(),
            .. KindsOf(structure[true]) is { Length: > 0 } parts ? [$"records that must stay ({parts})"] : Array.Empty<string>(),
        ];
        return causes.Length == 0 ? "what must stay (protected and forced text, a word of each text, and what these bring along) with at most a tenth of the rest"
            : $"{string.Join(", with ", causes)}, and protected and forced text";
    }

    private static string KindsOf(IEnumerable<BlockOutcome> blocks) => string.Join(", ", blocks.Select(block => ContentNames.Of(block.Kind)).Distinct());

    /// <summary>A target may be too small for a word of each text.</summary>
    private static string? BlankOf(CompressedText[] texts)
    {
        const int Named = 10;
        var blank = Enumerable.Range(0, texts.Length).Where(i => texts[i].Text.Length == 0 && texts[i].Words?.Any(word => word.Reason is WordReason.Dropped or WordReason.BelowFloor) == true).ToArray();
        return blank.Length == 0 ? null
            : $"Nothing is left of {blank.Length} of {texts.Length} texts (index {string.Join(", ", blank.Take(Named))}{(blank.Length > Named ? ", …" : "")}): the budget is too small for a word of each.";
    }

    private static CacheUsed CacheOf(IReadOnlyList<CompressionResult> results) => new()
    {
        Segments = results.Sum(result => result.Cache.Segments),
        Hits = results.Sum(result => result.Cache.Hits),
        Misses = results.Sum(result => result.Cache.Misses),
    };

    private static Timings TimingsOf(IReadOnlyList<CompressionResult> results, double total)
    {
        return new Timings
        {
            Split = Sum(Stage.Split),
            Tokenize = Sum(Stage.Tokenize),
            Cache = Sum(Stage.Cache),
            Queue = Sum(Stage.Queue),
            Infer = Sum(Stage.Infer),
            Select = Sum(Stage.Select),
            Total = Math.Round(total, 3),
        };

        double Sum(Stage stage) => Math.Round(results.Sum(result => result.Timings[stage]), 3);
    }
}
