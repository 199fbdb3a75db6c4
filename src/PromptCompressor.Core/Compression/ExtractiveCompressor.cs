using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// LLMLingua-2's method (arXiv 2403.12968), native mode: protect, segment, score each segment by itself, choose words by one
/// threshold over all texts, write slices of the source.
/// </summary>
public sealed class ExtractiveCompressor(CachedSegments<SegmentText, Score[]> segments) : IPromptCompressor
{
    public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var split = timings.Measure(Stage.Split);
        var contents = request.Contexts.Select((text, i) => TextPart.Content(text, request.Parts?[i])).ToArray();
        var joined = Draft.Join(contents, request.Before, request.After);
        var originTokens = request.Counter.Count(joined);
        var frameTokens = request.Counter.Count(Draft.Join([], request.Before, request.After));
        var budget = request.TargetTokens ?? (request.Rate is { } rate ? frameTokens + Budget.Of(rate, originTokens - frameTokens) : null);
        var unchanged = Unchanged(request, contents, joined, originTokens, timings);
        var isWithinBudget = budget >= originTokens && request is { MinProbability: <= 0, Parts: null, ContextFilter: null };
        if (isWithinBudget && !request.Explain)
        {
            split.Dispose();
            return unchanged with { Skipped = SkipReason.WithinBudget };
        }

        var texts = request.Contexts.Select((text, i) => SegmentedText.Of(text, request.Parts?[i])).ToArray();
        var rules = RulesOf(request);
        var protectedSpans = texts.Select((text, i) => TaggedParts.Protect(text, contents[i], rules)).ToArray();
        var needed = SegmentsToScore(texts, protectedSpans);
        split.Dispose();
        if (texts.All(text => text.Words.Count == 0))
        {
            return unchanged with { Skipped = isWithinBudget ? SkipReason.WithinBudget : SkipReason.NoWords };
        }

        var (scored, cacheUse, origins) = await segments.GetAsync(
            [.. needed.Select(segment => segment.Text)], new SegmentRequest(request.Ticket, timings) { Progress = request.Progress }, cancellation);

        using (timings.Measure(Stage.Select))
        {
            var wordScores = WordScoresOf(texts, needed, scored);
            var units = texts.Select((text, i) => TaggedParts.WithTags(text, UnitBuilder.Build(text.Words, wordScores[i], protectedSpans[i]))).ToArray();
            var shifts = request.Question is { } question ? Relevance.Of(question, texts, units, wordScores) : null;
            var draft = new Draft(request.Contexts, units, request.DropConsecutive, request.Before, request.After);
            int[] dropped = request.ContextFilter is { } filter ? ContextSelection.Dropped(filter, contents, units, shifts, request.Counter) : [];
            Array.ForEach(dropped, draft.Drop);
            var selection = Select(request, draft, texts, shifts, budget, originTokens, frameTokens, cancellation);
            var written = Write(draft, request.MinProbability);
            var explanations = request.Explain ? TextExplanation.Of(texts, needed, origins, shifts) : null;
            var output = Draft.Join(written.Select(text => text.Text), request.Before, request.After);
            var compressedTokens = request.Counter.Count(output);
            if (isWithinBudget || compressedTokens >= originTokens)
            {
                unchanged = unchanged with
                {
                    Skipped = isWithinBudget ? SkipReason.WithinBudget : SkipReason.NoGain,
                    BudgetMissed = selection.FixedExceedsBudget,
                    Cache = cacheUse,
                };
                return explanations is null ? unchanged : unchanged with { Texts = [.. unchanged.Texts.Select((text, i) => Explained(text, units[i], explanations[i]))] };
            }

            return new CompressionResult
            {
                Texts = explanations is null ? written : [.. written.Select((text, i) => text with { Explanation = explanations[i] })],
                Joined = output,
                OriginTokens = originTokens,
                CompressedTokens = compressedTokens,
                Threshold = selection.Threshold,
                DroppedContexts = dropped,
                BudgetMissed = selection.FixedExceedsBudget,
                Cache = cacheUse,
                Timings = timings,
            };
        }
    }

    /// <summary>First the parts with a rate of their own, then all that is left by one threshold.</summary>
    private static Selection.Selection Select(
        CompressionRequest request,
        Draft draft,
        SegmentedText[] texts,
        double[][]? shifts,
        int? budget,
        int originTokens,
        int frameTokens,
        CancellationToken cancellation)
    {
        if (request.Parts is null)
        {
            return Selector.Select(draft, request.MinProbability, shifts, budget, request.Counter, cancellation, isBound: request.TargetTokens is not null);
        }

        var parts = TaggedParts.Settle(draft, texts, shifts, request, cancellation);
        if (request is { TargetTokens: null, Rate: { } rate })
        {
            budget = frameTokens + parts.Tokens + Budget.Of(rate, Math.Max(0, originTokens - frameTokens - parts.OriginTokens));
        }

        var rest = Selector.Select(draft, request.MinProbability, shifts, budget, request.Counter, cancellation, isBound: request.TargetTokens is not null);
        return rest with { FixedExceedsBudget = parts.BudgetMissed || rest.FixedExceedsBudget };
    }

    internal static List<IProtectionRule> RulesOf(CompressionRequest request)
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

    private static Score[][] WordScoresOf(SegmentedText[] texts, List<NeededSegment> needed, Score[][] scored)
    {
        var wordScores = texts.Select(text => new Score[text.Words.Count]).ToArray();
        for (var i = 0; i < needed.Count; i++)
        {
            var segment = needed[i];
            Smoothing.Apply(segment.Text.Text, segment.Words, scored[i], wordScores[segment.Document].AsSpan(segment.Words.Offset));
        }

        return wordScores;
    }

    private static List<CompressedText> Write(Draft draft, double minProbability)
    {
        var written = new List<CompressedText>(draft.Texts.Count);
        for (var document = 0; document < draft.Texts.Count; document++)
        {
            var source = draft.Texts[document];
            var kept = draft.KeptOf(document);
            var slices = new List<TextSpan>();
            Renderer.Render(source, draft.Units[document], kept, slices);
            var output = string.Create(slices.Sum(slice => slice.Length), (source, slices), static (target, state) =>
            {
                foreach (var slice in state.slices)
                {
                    slice.Of(state.source).CopyTo(target);
                    target = target[slice.Length..];
                }
            });
            var words = new WordDecision[kept.Length];
            draft.Explain(document, minProbability, kept, words);

            written.Add(new CompressedText(source, output, slices, words));
        }

        return written;
    }

    /// <summary>A text that came back as it was.</summary>
    private static CompressedText Explained(CompressedText text, Unit[] units, TextExplanation explanation) => text with
    {
        Words = [.. units.Select(unit => new WordDecision(unit, unit.IsTag ? WordReason.Tag : WordReason.Skipped))],
        Explanation = explanation,
    };

    private static CompressionResult Unchanged(
        CompressionRequest request, string[] contents, string joined, int tokens, StageTimings timings) => new()
        {
            Texts = [.. request.Contexts.Select((text, i) => new CompressedText(text, contents[i], TextPart.Spans(text, request.Parts?[i]), []))],
            Joined = joined,
            OriginTokens = tokens,
            CompressedTokens = tokens,
            Cache = default,
            Timings = timings,
        };
}
