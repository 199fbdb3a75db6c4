using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// LLMLingua-2's method (arXiv 2403.12968), native mode: protect, segment, score each segment by itself, choose words by one
/// threshold over all texts, write slices of the source.
/// </summary>
public sealed class ExtractiveCompressor(SegmentScores scores) : IPromptCompressor
{
    public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var split = timings.Measure(Stage.Split);
        var contents = request.Contexts.Select((text, i) => TextPart.Content(text, request.Parts?[i])).ToArray();
        var joined = string.Join(Draft.Joint, contents);
        var originTokens = request.Counter.Count(joined);
        var budget = request.TargetTokens ?? (request.Rate is { } rate ? Budget.Of(rate, originTokens) : null);
        if (budget >= originTokens && request.MinProbability <= 0 && request.Parts is null)
        {
            split.Dispose();
            return Unchanged(request, contents, originTokens, SkipReason.WithinBudget, default, timings);
        }

        var texts = request.Contexts.Select((text, i) => SegmentedText.Of(text, request.Parts?[i])).ToArray();
        var rules = RulesOf(request);
        var protectedSpans = texts.Select((text, i) => TaggedParts.Protect(text, contents[i], rules)).ToArray();
        var needed = SegmentsToScore(texts, protectedSpans);
        split.Dispose();
        if (texts.All(text => text.Words.Count == 0))
        {
            return Unchanged(request, contents, originTokens, SkipReason.NoWords, default, timings);
        }

        var (scored, cacheUse) = await scores.GetAsync(
            [.. needed.Select(segment => segment.Text)], request.Ticket, timings, request.Progress, cancellation);

        using (timings.Measure(Stage.Select))
        {
            var wordScores = WordScoresOf(texts, needed, scored);
            var units = texts.Select((text, i) => TaggedParts.WithTags(text, UnitBuilder.Build(text.Words, wordScores[i], protectedSpans[i]))).ToArray();
            var shifts = request.Question is { } question ? Relevance.Of(question, texts, units, wordScores) : null;
            var draft = new Draft(request.Contexts, units, request.DropConsecutive);
            var selection = Select(request, draft, texts, shifts, budget, originTokens, cancellation);
            var written = Write(draft);
            var output = string.Join(Draft.Joint, written.Select(text => text.Text));
            var compressedTokens = request.Counter.Count(output);
            if (compressedTokens >= originTokens)
            {
                return Unchanged(request, contents, originTokens, SkipReason.NoGain, cacheUse, timings) with { BudgetMissed = selection.FixedExceedsBudget };
            }

            return new CompressionResult
            {
                Texts = written,
                Joined = output,
                OriginTokens = originTokens,
                CompressedTokens = compressedTokens,
                Threshold = selection.Threshold,
                BudgetMissed = selection.FixedExceedsBudget,
                Cache = cacheUse,
                Timings = timings,
            };
        }
    }

    /// <summary>First the parts with a rate of their own, then all that is left by one threshold.</summary>
    private static Selection.Selection Select(
        CompressionRequest request, Draft draft, SegmentedText[] texts, double[][]? shifts, int? budget, int originTokens, CancellationToken cancellation)
    {
        if (request.Parts is null)
        {
            return Selector.Select(draft, request.MinProbability, shifts, budget, request.Counter, cancellation);
        }

        var parts = TaggedParts.Settle(draft, texts, shifts, request, cancellation);
        if (request is { TargetTokens: null, Rate: { } rate })
        {
            budget = parts.Tokens + Budget.Of(rate, Math.Max(0, originTokens - parts.OriginTokens));
        }

        var rest = Selector.Select(draft, request.MinProbability, shifts, budget, request.Counter, cancellation);
        return rest with { FixedExceedsBudget = parts.BudgetMissed || rest.FixedExceedsBudget };
    }

    private static List<IProtectionRule> RulesOf(CompressionRequest request)
    {
        var rules = new List<IProtectionRule>(request.Protect);
        if (request.ForceTokens.Count > 0)
        {
            rules.Add(new ForceTokens(request.ForceTokens));
        }

        if (request.ForceReserveDigit)
        {
            rules.Add(new ReservedDigits());
        }

        return rules;
    }

    /// <summary>Segments that are fixed from end to end, such as code fences, need no score.</summary>
    private static List<NeededSegment> SegmentsToScore(SegmentedText[] texts, IReadOnlyList<ProtectedSpan>[] protectedSpans)
    {
        var needed = new List<NeededSegment>();
        for (var document = 0; document < texts.Length; document++)
        {
            var text = texts[document];
            var next = 0;
            for (var i = 0; i < text.Segments.Count; i++)
            {
                var segment = text.Segments[i];
                while (next < protectedSpans[document].Count && protectedSpans[document][next].Span.End < segment.End)
                {
                    next++;
                }

                var isFixed = next < protectedSpans[document].Count
                    && protectedSpans[document][next].Kind == ProtectionKind.Always
                    && protectedSpans[document][next].Span.Start <= segment.Start;
                if (!isFixed)
                {
                    needed.Add(new NeededSegment(document, text.WordsOf(i), new SegmentText(text.Text, segment, text.WordsOf(i))));
                }
            }
        }

        return needed;
    }

    private static byte[][] WordScoresOf(SegmentedText[] texts, List<NeededSegment> needed, byte[][] scored)
    {
        var wordScores = texts.Select(text => new byte[text.Words.Count]).ToArray();
        for (var i = 0; i < needed.Count; i++)
        {
            scored[i].CopyTo(wordScores[needed[i].Document], needed[i].Words.Offset);
        }

        return wordScores;
    }

    private static List<CompressedText> Write(Draft draft)
    {
        var written = new List<CompressedText>(draft.Texts.Count);
        for (var document = 0; document < draft.Texts.Count; document++)
        {
            var source = draft.Texts[document];
            var slices = new List<TextSpan>();
            draft.Render(document, slices);
            var output = string.Create(slices.Sum(slice => slice.Length), (source, slices), static (target, state) =>
            {
                foreach (var slice in state.slices)
                {
                    slice.Of(state.source).CopyTo(target);
                    target = target[slice.Length..];
                }
            });
            var kept = draft.KeptOf(document);
            var words = new WordDecision[kept.Length];
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = new WordDecision(draft.Units[document][i], kept[i]);
            }

            written.Add(new CompressedText(source, output, slices, words));
        }

        return written;
    }

    private static CompressionResult Unchanged(
        CompressionRequest request, string[] contents, int tokens, SkipReason reason, CacheUse cacheUse, StageTimings timings) => new()
        {
            Texts = [.. request.Contexts.Select((text, i) => new CompressedText(text, contents[i], TextPart.Spans(text, request.Parts?[i]), []))],
            Joined = string.Join(Draft.Joint, contents),
            OriginTokens = tokens,
            CompressedTokens = tokens,
            Skipped = reason,
            Cache = cacheUse,
            Timings = timings,
        };

    /// <param name="Document">Index of its text.</param>
    /// <param name="Words">Its words, at their place in its text's.</param>
    /// <param name="Text">The segment.</param>
    private sealed record NeededSegment(int Document, ArraySegment<TextSpan> Words, SegmentText Text);
}
