using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>From the core's results to the wire.</summary>
internal static class ExplainResponseBuilder
{
    /// <param name="command">What was asked for.</param>
    /// <param name="results">One for each of its parts, all with word decisions.</param>
    public static ExplainResponse Build(CompressCommand command, IReadOnlyList<CompressionResult> results) => new()
    {
        Result = ResponseBuilder.Build(command, results),
        Texts = [.. results.SelectMany(result => result.Texts, TextOf)],
    };

    public static double? ThresholdOf(CompressionResult result) => result.Threshold is { } threshold ? Math.Round(threshold, 4) : null;

    public static double RelevanceOf(double relevance) => Math.Round(relevance, 3);

    private static ExplainedText TextOf(CompressionResult result, CompressedText text) => new()
    {
        Compressed = text.Text,
        Threshold = ThresholdOf(result),
        Words = WordsOf(text),
        Spans = ResponseBuilder.SpansOf(text),
        Written = ResponseBuilder.WireOf(text.Written),
        Segments = [.. (text.Explanation?.Segments ?? []).Select(SegmentOf)],
        Sentences = text.Explanation?.Sentences is { Count: > 0 } sentences ? [.. sentences.Select(SentenceOf)] : null,
    };

    private static ExplainedWord[] WordsOf(CompressedText text)
    {
        var decisions = text.Words ?? [];
        var words = new ExplainedWord[decisions.Count];
        var scored = ScoredWords.Of(decisions, text.Explanation);
        for (var i = 0; i < words.Length; i++)
        {
            var (unit, reason) = decisions[i];
            words[i] = new ExplainedWord
            {
                Start = unit.Span.Start,
                End = unit.Span.End,
                Probability = scored[i] ? Math.Round(unit.Probability, 4) : null,
                Kept = decisions[i].Kept,
                Reason = ExplainWireNames.Of(reason),
                Rule = unit.Rule,
                Relevance = text.Explanation?.Relevance is { } relevance ? RelevanceOf(relevance[i]) : null,
            };
        }

        return words;
    }

    private static ExplainedSegment SegmentOf(SegmentTrace segment) => new()
    {
        Start = segment.Span.Start,
        End = segment.Span.End,
        Words = segment.Words,
        Source = ExplainWireNames.Of(segment.Origin),
    };

    private static ExplainedSentence SentenceOf(SentenceTrace sentence) => new()
    {
        Start = sentence.Span.Start,
        End = sentence.Span.End,
        Relevance = RelevanceOf(sentence.Relevance.Sum),
        Lexical = RelevanceOf(sentence.Relevance.Lexical),
        Semantic = RelevanceOf(sentence.Relevance.Semantic),
    };
}
