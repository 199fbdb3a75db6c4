using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>A model that gives every word of a segment its keep probability. A segment's scores depend on nothing but its text.</summary>
public interface ISegmentScorer
{
    /// <summary>The model's name and hash, and all else that decides the scores.</summary>
    ModelIdentity Model { get; }

    /// <summary>How many segments are worth scoring at once.</summary>
    int Parallelism { get; }

    /// <summary>Returns one byte a word: keep probability times 255.</summary>
    ValueTask<byte[]> ScoreAsync(SegmentText segment, StageTimings timings, CancellationToken cancellation);
}

/// <param name="Id">The name requests use.</param>
/// <param name="Sha256">Over graph, weights and tokenizer, in lower-case hexadecimal.</param>
public sealed record ModelIdentity(string Id, string Sha256);

/// <param name="Text">The text the segment stands in.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Words">Its words, offsets into <paramref name="Text"/>.</param>
public sealed record SegmentText(string Text, TextSpan Span, IReadOnlyList<TextSpan> Words);
