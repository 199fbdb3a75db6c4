using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Compresses each block of a text by what it is: what has a shape shrinks first without a loss, then by whole records; words are
/// chosen in prose alone, by the compressor of words. What is not understood stays as it came.
/// </summary>
/// <param name="words">Chooses words; a text that is all prose has its result, byte for byte.</param>
public sealed class ContentCompressor(IPromptCompressor words) : IPromptCompressor
{
    /// <summary>Tokens merge where blocks meet, so that the first output may be a token or two above the budget.</summary>
    private const int MostAttempts = 4;

    private const double LeastProse = 0.5;
    private const double MostGiven = 0.25;

    public string Name => CompressorNames.Content;

    public ModelIdentity Model => words.Model;

    public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var splitting = timings.Measure(Stage.Split);
        var counted = request with { Counter = new LineCounter(request.Counter) };
        var input = CountedTexts.Of(counted);
        var parts = request.Contexts.Select(ContentPart.Of).ToArray();
        splitting.Dispose();

        // 1. What is all prose, or comes back as it is, is the business of the compressor of words.
        var budget = input.BudgetOf(request);
        if (input.SkipOf(request) is not null || parts.All(own => own.All(part => part.IsProse)))
        {
            var result = await words.CompressAsync(request, cancellation);
            return result with { Texts = [.. result.Texts.Select((text, i) => text with { Blocks = BlocksOf(text, parts[i], request) })] };
        }

        // 2. Reduce what has a shape to its part of the budget; what must stay of it may need more.
        var output = new ContentOutput(counted, parts);
        var target = StructureTarget(input, output, budget);
        Reduce();
        var tokens = output.Tokens();

        // 3. Choose words from all prose together, with what is left.
        var cache = default(CacheUsage);
        double? threshold = null;
        if (output.Prose is { Count: > 0 } prose)
        {
            var isOverAlready = tokens >= budget;
            var left = isOverAlready ? ShareOfProse(input, output, budget!.Value) : budget - tokens;
            for (var attempt = 1; attempt <= MostAttempts; attempt++)
            {
                var chosen = await ChooseWordsAsync(prose, left, isFirst: attempt == 1);
                cache = attempt == 1 ? chosen.Cache : cache;
                threshold = chosen.Threshold;
                output.SetProse(chosen.Texts);
                tokens = output.Tokens();
                if (!(tokens > budget) || isOverAlready || chosen.BudgetMissed || left <= tokens - budget)
                {
                    break;
                }

                left -= tokens - budget;
            }
        }
        else
        {
            for (var attempt = 1; tokens > budget && !output.HasRequiredAboveTarget && attempt < MostAttempts; attempt++)
            {
                target -= tokens - budget;
                Reduce();
                tokens = output.Tokens();
            }
        }

        // 4. What has not become shorter comes back as it was.
        return tokens >= input.Tokens || output.IsBlank
            ? new CompressionResult
            {
                Texts = [.. request.Contexts.Select((text, i) => AsItCame(text, parts[i], request))],
                Joined = input.Joined,
                OriginTokens = input.Tokens,
                CompressedTokens = input.Tokens,
                Skipped = SkipReason.NoGain,
                BudgetMissed = input.Tokens > budget,
                Cache = cache,
                Timings = timings,
            }
            : new CompressionResult
            {
                Texts = output.Texts(),
                Joined = output.Joined(),
                OriginTokens = input.Tokens,
                CompressedTokens = tokens,
                Threshold = threshold,
                BudgetMissed = tokens > budget,
                Cache = cache,
                Timings = timings,
            };

        void Reduce()
        {
            using var _ = timings.Measure(Stage.Select);
            output.ReduceStructure(target, cancellation);
        }

        async Task<CompressionResult> ChooseWordsAsync(IReadOnlyList<string> prose, int? target, bool isFirst)
        {
            var chosen = await words.CompressAsync(
                request with { Contexts = prose, Before = null, After = null, Rate = null, TargetTokens = target, Progress = isFirst ? request.Progress : null }, cancellation);
            foreach (var stage in Enum.GetValues<Stage>())
            {
                timings.Add(stage, TimeSpan.FromMilliseconds(chosen.Timings[stage]));
            }

            return chosen;
        }
    }

    /// <summary>
    /// Structure's part of the budget. Prose beside it mostly says what is to be done with it, so it keeps half of its tokens where structure can give them up;
    /// structure gives a quarter of its part at most.
    /// </summary>
    private static int? StructureTarget(CountedTexts input, ContentOutput output, int? budget)
    {
        if (budget is not { } most)
        {
            return null;
        }

        var share = ShareOf(input, most);
        var prose = Math.Max(0, input.Tokens - input.FrameTokens - output.StructureTokens);
        var given = Math.Min(Math.Max(0, LeastProse - share) * prose, MostGiven * share * output.StructureTokens);
        return (int)((share * output.StructureTokens) - given + 1e-9);
    }

    /// <summary>Where structure alone is over the budget, nothing is gained by dropping all words as well.</summary>
    private static int ShareOfProse(CountedTexts input, ContentOutput output, int budget) =>
        Math.Max(1, TokenBudget.Share(ShareOf(input, budget), input.Tokens - input.FrameTokens - output.StructureTokens));

    private static double ShareOf(CountedTexts input, int budget) =>
        Math.Clamp((budget - input.FrameTokens) / (double)Math.Max(1, input.Tokens - input.FrameTokens), 0, 1);

    /// <summary>The blocks of a text that the compressor of words has answered for.</summary>
    private static BlockOutcome[] BlocksOf(CompressedText text, IReadOnlyList<ContentPart> parts, CompressionRequest request) =>
        text.Text == text.Source ? Untouched(text.Source, parts, request)
        : [.. parts.Select(part => BlockOutcome.OfWords(part.Kind, part.Span, text.Source, text.Text, request.Counter))];

    private static CompressedText AsItCame(string text, IReadOnlyList<ContentPart> parts, CompressionRequest request) =>
        new(text, text, null, null) { Blocks = Untouched(text, parts, request) };

    private static BlockOutcome[] Untouched(string text, IReadOnlyList<ContentPart> parts, CompressionRequest request) =>
        [.. parts.Select(part => BlockOutcome.Untouched(part.Kind, part.Span, request.Counter.Count(part.Span.Of(text))))];
}
