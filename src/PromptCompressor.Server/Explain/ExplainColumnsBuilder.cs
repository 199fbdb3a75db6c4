using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>From the core's results to columns.</summary>
internal static class ExplainColumnsBuilder
{
    /// <param name="command">What was asked for.</param>
    /// <param name="results">One for each of its parts, all with word decisions.</param>
    public static ExplainColumns Build(CompressCommand command, IReadOnlyList<CompressionResult> results) => new()
    {
        Result = ResponseBuilder.Build(command, results),
        Texts = [.. results.SelectMany(result => result.Texts, TextOf)],
    };

    private static TextColumns TextOf(CompressionResult result, CompressedText text)
    {
        var words = text.Words ?? [];
        var count = words.Count;
        var (gaps, lengths, scores, reasons) = (new int[count], new int[count], new int[count], new char[count]);
        var rules = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var scored = ScoredWords.Of(words, text.Explanation);
        var end = 0;
        for (var i = 0; i < count; i++)
        {
            var (unit, reason) = words[i];
            gaps[i] = unit.Span.Start - end;
            lengths[i] = unit.Span.Length;
            scores[i] = scored[i] ? unit.Score.Value : -1;
            reasons[i] = ExplainWireNames.Of(reason)[0];
            end = unit.Span.End;
            if (unit.Rule is { } rule)
            {
                (rules.TryGetValue(rule, out var indexes) ? indexes : rules[rule] = []).Add(i);
            }
        }

        var segments = text.Explanation?.Segments ?? [];
        var sentences = text.Explanation?.Sentences is { Count: > 0 } found ? found : null;
        return new TextColumns
        {
            Threshold = ExplainResponseBuilder.ThresholdOf(result),
            Gaps = gaps,
            Lengths = lengths,
            Scores = scores,
            Reasons = new string(reasons),
            Rules = rules.ToDictionary(rule => rule.Key, IReadOnlyList<int> (rule) => rule.Value, StringComparer.Ordinal),
            Relevance = text.Explanation?.Relevance is { } relevance ? [.. relevance.Select(ExplainResponseBuilder.RelevanceOf)] : null,
            SentenceStarts = sentences is null ? null : [.. sentences.Select(sentence => sentence.Span.Start)],
            SentenceEnds = sentences is null ? null : [.. sentences.Select(sentence => sentence.Span.End)],
            SentenceLexical = sentences is null ? null : [.. sentences.Select(sentence => ExplainResponseBuilder.RelevanceOf(sentence.Relevance.Lexical))],
            SentenceSemantic = sentences is null ? null : [.. sentences.Select(sentence => ExplainResponseBuilder.RelevanceOf(sentence.Relevance.Semantic))],
            SegmentWords = [.. segments.Select(segment => segment.Words)],
            SegmentSources = string.Concat(segments.Select(segment => ExplainWireNames.Of(segment.Origin)[0])),
        };
    }
}
