using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// LLMLingua-2's method (arXiv 2403.12968) with its own repairs: segments are scored each by itself, words are chosen by one
/// threshold over all texts, and the output is made of slices of the source.
/// </summary>
/// <param name="segments">Scores of words, and vectors of sentences where the model has them.</param>
/// <param name="questions">The meaning of questions; null: only their words are compared.</param>
public sealed class ExtractiveCompressor(CachedSegments<SegmentText, SegmentScores> segments, CachedQuestions? questions = null) : IPromptCompressor
{
    public string Name => CompressorNames.Extractive;

    public ModelIdentity Model => segments.Model;

    public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var splitting = timings.Measure(Stage.Split);

        // 1. Count the texts; no text of the request is counted twice. What is within its budget, or too small to have one, comes back unread, unless its words
        // are to be explained.
        request = request with { Counter = CountMemo.Of(request.Counter) };
        var input = CountedTexts.Of(request);
        var skip = input.SkipOf(request);
        if (skip is { } unread && !request.Explain)
        {
            splitting.Dispose();
            return Unchanged(request, input, unread, timings);
        }

        // 2. Split each text into segments, and these into words.
        var texts = request.Contexts.Select((text, i) => SegmentedText.Of(text, request.Parts?[i])).ToArray();

        // 3. Find what is protected: by a rule, by a force token or by a tag.
        var rules = RulesOf(request);
        var protectedSpans = texts.Select((text, i) => TaggedParts.Protect(text, input.Contents[i], rules)).ToArray();
        var needed = SegmentToScore.Of(texts, protectedSpans);
        splitting.Dispose();
        if (texts.All(text => text.Words.Count == 0))
        {
            return Unchanged(request, input, skip ?? SkipReason.NoWords, timings);
        }

        // 4. Score the words of every segment that is not fixed from end to end. The question is read like a segment: once for all texts.
        var reading = new SegmentRequest(request.Ticket, timings) { Progress = request.Progress, FinishWhenCancelled = request.FinishWhenCancelled };
        var (scored, cacheUse, origins) = await segments.GetAsync([.. needed.Select(segment => segment.Text)], reading, cancellation);
        var meaning = questions is null ? null : await questions.MeaningOfAsync(request.Question, reading with { Progress = null }, cancellation);

        using (timings.Measure(Stage.Select))
        {
            // 5. Bind words and protected spans into units, and let the question raise the units that have to do with it.
            var wordScores = WordScoresOf(texts, needed, scored);
            var units = texts.Select((text, i) => TaggedParts.WithTags(text, UnitBuilder.Build(text.Words, wordScores[i], protectedSpans[i]))).ToArray();
            var sentences = request.Question is null ? [] : Sentence.Of(texts, VectorsOf(texts, needed, scored));
            var relevance = request.Question is { } question ? Relevance.Of(question, meaning, texts, sentences, wordScores) : null;
            var shifts = relevance is null ? null : Relevance.ShiftsOf(units, sentences, relevance);
            var explanations = request.Explain ? TextExplanation.Of(texts, needed, origins, shifts, sentences, relevance) : null;

            // 6. Select: whole contexts first, then words.
            var state = new SelectionState(request.Contexts, units, request.DropConsecutive, request.Before, request.After)
            {
                StringShare = request is { TargetTokens: null, Rate: { } share } ? share : 0,
            };
            int[] dropped = request.ContextFilter is { } filter ? ContextSelection.Dropped(filter, input.Contents, units, shifts, request.Counter) : [];
            Array.ForEach(dropped, state.Drop);
            var selection = Select(request, input, state, texts, shifts, cancellation);

            // 7. Render what is kept, and count it. What has not become shorter comes back as it was.
            var written = OutputWriter.Write(state, request.MinProbability);
            var output = SelectionState.Join(written.Select(text => text.Text), request.Before, request.After);
            var tokens = request.Counter.Count(output);
            var skipped = skip ?? (tokens >= input.Tokens ? SkipReason.NoGain : null);
            var result = skipped is { } reason
                ? Explained(Unchanged(request, input, reason, timings), units, explanations)
                : new CompressionResult
                {
                    Texts = explanations is null ? written : [.. written.Select((text, i) => text with { Explanation = explanations[i] })],
                    Joined = output,
                    OriginTokens = input.Tokens,
                    CompressedTokens = tokens,
                    Threshold = selection.Threshold,
                    DroppedContexts = dropped,
                    Timings = timings,
                };
            return result with { BudgetMissed = skip is null && selection.FixedExceedsBudget, Cache = cacheUse };
        }
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

    private static SentenceVectors?[][] VectorsOf(SegmentedText[] texts, List<SegmentToScore> needed, SegmentScores[] scored)
    {
        var vectors = texts.Select(text => new SentenceVectors?[text.Segments.Count]).ToArray();
        for (var i = 0; i < needed.Count; i++)
        {
            vectors[needed[i].Document][needed[i].Index] = scored[i].Sentences;
        }

        return vectors;
    }

    private static Score[][] WordScoresOf(SegmentedText[] texts, List<SegmentToScore> needed, SegmentScores[] scored)
    {
        var wordScores = texts.Select(text => new Score[text.Words.Count]).ToArray();
        for (var i = 0; i < needed.Count; i++)
        {
            var segment = needed[i];
            Smoothing.Apply(segment.Text.Text, segment.Words, scored[i].Words, wordScores[segment.Document].AsSpan(segment.Words.Offset));
        }

        return wordScores;
    }

    /// <summary>First the parts with a rate of their own, then all that is left by one threshold.</summary>
    private static Selection.SelectionResult Select(
        CompressionRequest request, CountedTexts input, SelectionState state, SegmentedText[] texts, double[][]? shifts, CancellationToken cancellation)
    {
        var parts = request.Parts is null ? default : TaggedParts.Select(state, texts, request.MinProbability, shifts, request.Counter, cancellation);
        var budget = new TokenBudget(request.TargetTokens, request.Rate, input.Tokens - parts.OriginTokens + parts.Tokens) { Extra = parts.FreedTokens };
        var rest = Selector.Select(state, request.MinProbability, shifts, budget, request.Counter, cancellation);
        return rest with { FixedExceedsBudget = parts.BudgetMissed || rest.FixedExceedsBudget };
    }

    /// <summary>The texts as they came, but for their tags.</summary>
    private static CompressionResult Unchanged(CompressionRequest request, CountedTexts input, SkipReason reason, StageTimings timings) => new()
    {
        Texts = [.. request.Contexts.Select((text, i) => new CompressedText(text, input.Contents[i], TextPart.Spans(text, request.Parts?[i]), []))],
        Joined = input.Joined,
        OriginTokens = input.Tokens,
        CompressedTokens = input.Tokens,
        Skipped = reason,
        Timings = timings,
    };

    /// <summary>Says of texts that came back as they were what their words were judged by.</summary>
    private static CompressionResult Explained(CompressionResult unchanged, SelectableUnit[][] units, TextExplanation[]? explanations) => explanations is null ? unchanged : unchanged with
    {
        Texts =
        [
            .. unchanged.Texts.Select((text, i) => text with
            {
                Words = [.. units[i].Select(unit => new WordDecision(unit, unit.IsTag ? WordReason.Tag : WordReason.Skipped))],
                Explanation = explanations[i],
            }),
        ],
    };
}
