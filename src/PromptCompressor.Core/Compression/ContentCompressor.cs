using System.Text;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;

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

    public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var splitting = timings.Measure(Stage.Split);
        var parts = request.Contexts.Select((text, i) => ContentPart.Of(text, request.Content, request.Parts?[i])).ToArray();
        var isProse = parts.All(own => own.All(part => part.IsProse || part.IsWhole));

        // What is tried of prose has ever other lines; the compressor of words finds the count of the input there.
        var counted = request with { Counter = isProse ? CountMemo.Of(request.Counter) : new LineCounter(request.Counter) };
        var input = CountedTexts.Of(counted);
        splitting.Dispose();

        // What is all prose, or comes back as it is, is the business of the compressor of words.
        return isProse || input.SkipOf(request) is not null ? ChooseWordsOfAllAsync(counted, parts, cancellation)
            : request.ContextFilter is not null ? FilterAsync(request, input, parts, cancellation)
            : ReduceAsync(request, input, new ContentOutput(counted, parts), parts, timings, cancellation);
    }

    private async Task<CompressionResult> ChooseWordsOfAllAsync(CompressionRequest request, IReadOnlyList<ContentPart>[] parts, CancellationToken cancellation)
    {
        var result = await words.CompressAsync(request, cancellation);
        return result with { Texts = [.. result.Texts.Select((text, i) => text with { Blocks = BlocksOf(text, parts[i], request) })] };
    }

    /// <summary>Whole texts are dropped by the probabilities of all words, in structure too; what stays has the budget of all.</summary>
    private async Task<CompressionResult> FilterAsync(CompressionRequest request, CountedTexts input, IReadOnlyList<ContentPart>[] parts, CancellationToken cancellation)
    {
        var filtered = await words.CompressAsync(request, cancellation);
        var kept = Enumerable.Range(0, request.Contexts.Count).Except(filtered.DroppedContexts).ToArray();
        var own = request.Parts is null ? default : new ContentOutput(request, parts).ReduceOwnRates(cancellation);
        var budget = input.BudgetOf(request, own);
        var rest = await CompressAsync(
            request with
            {
                Contexts = [.. kept.Select(i => request.Contexts[i])],
                Parts = request.Parts is null ? null : [.. kept.Select(i => request.Parts[i])],
                TargetTokens = budget,
                Rate = null,
                ContextFilter = null,
                Progress = null,
            },
            cancellation);
        var texts = filtered.Texts.Select((text, i) => text with { Blocks = BlocksOf(text, parts[i], request) }).ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            texts[kept[i]] = rest.Texts[i];
        }

        rest.Timings.Add(filtered.Timings);
        return rest with
        {
            Texts = texts,
            OriginTokens = input.Tokens,
            BudgetMissed = rest.CompressedTokens > budget,
            Skipped = filtered.DroppedContexts.Count > 0 ? null : rest.Skipped,
            DroppedContexts = filtered.DroppedContexts,
            Cache = filtered.Cache,
        };
    }

    private async Task<CompressionResult> ReduceAsync(
        CompressionRequest request, CountedTexts input, ContentOutput output, IReadOnlyList<ContentPart>[] parts, StageTimings timings, CancellationToken cancellation)
    {
        // 1. Reduce what has a rate of its own; the rest shares what that leaves.
        var own = output.ReduceOwnRates(cancellation);
        var budget = input.BudgetOf(request, own);
        var shared = Shared.Of(input, own, output, budget);

        // 2. Reduce what has a shape to its part of the budget; what must stay of it may need more.
        var target = shared?.StructureTarget;
        Reduce();
        var tokens = output.Tokens();

        // 3. Choose words from all prose together, with what is left.
        var cache = default(CacheUsage);
        double? threshold = null;
        if (output.Prose is { Count: > 0 } prose)
        {
            var isOverAlready = tokens >= budget;
            var left = isOverAlready ? shared!.ProseAtLeast + output.ProseTokensOfOwnRate : budget - tokens;
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
        var isNoGain = tokens >= input.Tokens || output.IsBlank;
        return new CompressionResult
        {
            Texts = isNoGain ? [.. output.Texts().Select((text, i) => AsItCame(text, input.Contents[i], parts[i], request.Parts?[i], request))] : output.Texts(),
            Joined = isNoGain ? input.Joined : output.Joined(),
            OriginTokens = input.Tokens,
            CompressedTokens = isNoGain ? input.Tokens : tokens,
            Threshold = isNoGain ? null : threshold,
            Skipped = isNoGain ? SkipReason.NoGain : null,
            BudgetMissed = (isNoGain ? input.Tokens : tokens) > budget,
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
                request with
                {
                    Contexts = prose,
                    Parts = output.ProseTags,
                    Before = null,
                    After = null,
                    Rate = null,
                    TargetTokens = target,
                    Progress = isFirst ? request.Progress : null,
                },
                cancellation);
            timings.Add(chosen.Timings);
            return chosen;
        }
    }

    /// <summary>The blocks of a text that the compressor of words has answered for.</summary>
    private static BlockOutcome[] BlocksOf(CompressedText text, IReadOnlyList<ContentPart> parts, CompressionRequest request) =>
        [.. parts.Select(part => BlockOutcome.OfWords(part.Kind, part.Span, TextPart.Content(part.Core.Of(text.Source).ToString(), part.Tagged), KeptOf(text, part.Core), request.Counter))];

    /// <summary>What a text keeps of a part of its source.</summary>
    private static string KeptOf(CompressedText text, TextSpan part)
    {
        var kept = new StringBuilder();
        var isInside = false;
        foreach (var (source, written) in text.Pieces())
        {
            if (source is { } slice)
            {
                isInside = slice.End > part.Start && slice.End <= part.End;
                kept.Append(slice.Overlaps(part) ? text.Source.AsSpan(Math.Max(slice.Start, part.Start)..Math.Min(slice.End, part.End)) : []);
            }
            else if (isInside)
            {
                kept.Append(written.Of(text.Text));
            }
        }

        return kept.ToString();
    }

    /// <param name="text">What it would have become.</param>
    private static CompressedText AsItCame(
        CompressedText text, string content, IReadOnlyList<ContentPart> parts, IReadOnlyList<TextPart>? tagged, CompressionRequest request) => text with
        {
            Text = content,
            Slices = TextPart.Spans(text.Source, tagged),
            Written = [],
            Words = [.. text.Words!.Select(word => word.Reason == WordReason.Tag ? word : word with { Reason = WordReason.Skipped })],
            Blocks = [.. parts.Select(part => BlockOutcome.Untouched(part.Kind, part.Span, request.Counter.Count(TextPart.Content(part.Core.Of(text.Source).ToString(), part.Tagged))))],
        };

    /// <summary>The budget of what has no rate of its own.</summary>
    /// <param name="StructureTarget">Tokens for structure.</param>
    /// <param name="ProseAtLeast">Tokens for prose where structure alone is over the budget: nothing is gained by dropping all words as well.</param>
    private sealed record Shared(int StructureTarget, int ProseAtLeast)
    {
        /// <summary>
        /// Prose beside structure mostly says what is to be done with it, so it keeps half of its tokens where structure can give them up;
        /// structure gives a quarter of its part at most.
        /// </summary>
        /// <returns>Null without a budget.</returns>
        public static Shared? Of(CountedTexts input, TaggedPartsTotals own, ContentOutput output, int? budget)
        {
            if (budget is not { } most)
            {
                return null;
            }

            var tokens = Math.Max(0, input.Tokens - input.FrameTokens - own.OriginTokens);
            var share = Math.Clamp((most - input.FrameTokens - own.Tokens) / (double)Math.Max(1, tokens), 0, 1);
            var prose = Math.Max(0, tokens - output.StructureTokens);
            var given = Math.Min(Math.Max(0, LeastProse - share) * prose, MostGiven * share * output.StructureTokens);
            return new Shared((int)((share * output.StructureTokens) - given + 1e-9), Math.Max(1, TokenBudget.Share(share, prose)));
        }
    }
}
