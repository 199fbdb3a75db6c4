using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>A model that gives every word of a segment its keep probability. A segment's scores depend on nothing but its text.</summary>
public interface ISegmentScorer
{
    /// <summary>The model's name and hash, and all else that decides the scores.</summary>
    ModelIdentity Model { get; }

    /// <summary>How many segments are worth scoring at once.</summary>
    int Parallelism { get; }

    /// <summary>Takes segments in, before any of them is scored.</summary>
    /// <param name="segments">What the request is sure to need.</param>
    /// <param name="ticket">The request. Once let in, it is let in again with whatever else it needs.</param>
    /// <param name="timings">Told how long the stages take.</param>
    /// <exception cref="Errors.CompressionException">There is no room for so much work now.</exception>
    ISegmentJob Begin(IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings);
}

/// <summary>Segments that were taken in. Disposing of it gives up what was not scored.</summary>
public interface ISegmentJob : IDisposable
{
    /// <summary>Returns one byte a word: keep probability times 255. Can be called from several threads.</summary>
    /// <param name="segment">Index of the segment.</param>
    /// <param name="cancellation">Ends the work that nobody waits for any more.</param>
    ValueTask<byte[]> ScoreAsync(int segment, CancellationToken cancellation);
}

/// <param name="Id">The name requests use.</param>
/// <param name="Sha256">Over graph, weights and tokenizer, in lower-case hexadecimal.</param>
public sealed record ModelIdentity(string Id, string Sha256);

/// <param name="Text">The text the segment stands in.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Words">Its words, offsets into <paramref name="Text"/>.</param>
public sealed record SegmentText(string Text, TextSpan Span, IReadOnlyList<TextSpan> Words);
