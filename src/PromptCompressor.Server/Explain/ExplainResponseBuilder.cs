using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
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

    private static ExplainedText TextOf(CompressionResult result, CompressedText text) => new()
    {
        Compressed = text.Text,
        Threshold = result.Threshold is { } threshold ? Math.Round(threshold, 4) : null,
        Words = WordsOf(text),
        Spans = ResponseBuilder.SpansOf(text),
        Segments = [.. (text.Explanation?.Segments ?? []).Select(SegmentOf)],
    };

    private static ExplainedWord[] WordsOf(CompressedText text)
    {
        var words = new ExplainedWord[text.Words.Count];
        var segments = text.Explanation?.Segments ?? [];
        var segment = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var (unit, reason) = text.Words[i];
            while (segment < segments.Count - 1 && segments[segment].Span.End <= unit.Span.Start)
            {
                segment++;
            }

            words[i] = new ExplainedWord
            {
                Start = unit.Span.Start,
                End = unit.Span.End,
                Probability = IsScored(unit.Span, segments, segment) ? Math.Round(unit.Probability, 4) : null,
                Kept = text.Words[i].Kept,
                Reason = NameOf(reason),
                Rule = unit.Rule,
                Relevance = text.Explanation?.Relevance is { } relevance ? Math.Round(relevance[i], 3) : null,
            };
        }

        return words;
    }

    /// <summary>Whether any segment under a unit has scores; tags are between segments.</summary>
    private static bool IsScored(TextSpan unit, IReadOnlyList<SegmentUse> segments, int from)
    {
        for (var i = from; i < segments.Count && segments[i].Span.Start < unit.End; i++)
        {
            if (segments[i].Origin != ScoreOrigin.NotNeeded && segments[i].Span.Overlaps(unit))
            {
                return true;
            }
        }

        return false;
    }

    private static ExplainedSegment SegmentOf(SegmentUse segment) => new()
    {
        Start = segment.Span.Start,
        End = segment.Span.End,
        Words = segment.Words,
        Source = segment.Origin switch
        {
            ScoreOrigin.Memory => "memory",
            ScoreOrigin.Shared => "redis",
            ScoreOrigin.NotNeeded => "not_needed",
            _ => "computed",
        },
    };

    private static string NameOf(WordReason reason) => reason switch
    {
        WordReason.Kept => "kept",
        WordReason.Forced => "forced",
        WordReason.Protected => "protected",
        WordReason.Joined => "joined",
        WordReason.Skipped => "skipped",
        WordReason.BelowFloor => "below_min_score",
        WordReason.ContextDropped => "context_dropped",
        WordReason.Repeated => "repeated",
        WordReason.Tag => "tag",
        _ => "dropped",
    };
}
