using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>From the core's results to the wire.</summary>
internal static class ExplainResponseBuilder
{
    public static ExplainResponse Build(CompressOutcome outcome) => new()
    {
        Result = outcome.Response,
        Texts = [.. outcome.Results.SelectMany(result => result.Texts, TextOf)],
    };

    public static double? ThresholdOf(CompressionResult result) => result.Threshold is { } threshold ? Math.Round(threshold, 4) : null;

    public static double RelevanceOf(double relevance) => Math.Round(relevance, 3);

    private static ExplainedText TextOf(CompressionResult result, CompressedText text) => new()
    {
        Compressed = text.Text,
        Threshold = ThresholdOf(result),
        Words = WordsOf(text),
        Spans = ResponseBuilder.SpansOf(text),
        Segments = [.. (text.Explanation?.Segments ?? []).Select(SegmentOf)],
    };

    private static ExplainedWord[] WordsOf(CompressedText text)
    {
        var words = new ExplainedWord[text.Words.Count];
        var scored = ScoredWords.Of(text);
        for (var i = 0; i < words.Length; i++)
        {
            var (unit, reason) = text.Words[i];
            words[i] = new ExplainedWord
            {
                Start = unit.Span.Start,
                End = unit.Span.End,
                Probability = scored[i] ? Math.Round(unit.Probability, 4) : null,
                Kept = text.Words[i].Kept,
                Reason = Names.Of(reason),
                Rule = unit.Rule,
                Relevance = text.Explanation?.Relevance is { } relevance ? RelevanceOf(relevance[i]) : null,
            };
        }

        return words;
    }

    private static ExplainedSegment SegmentOf(SegmentUse segment) => new()
    {
        Start = segment.Span.Start,
        End = segment.Span.End,
        Words = segment.Words,
        Source = Names.Of(segment.Origin),
    };
}
