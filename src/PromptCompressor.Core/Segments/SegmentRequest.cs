using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Core.Segments;

/// <summary>The request for which segments are looked up and computed.</summary>
/// <param name="Ticket">Decides on admission to the model, and which cached values may be used.</param>
/// <param name="Timings">Receives the time of each stage.</param>
public sealed record SegmentRequest(AdmissionTicket Ticket, StageTimings Timings)
{
    /// <summary>Receives the number of finished segments, from several threads. Not called any more once the request is cancelled.</summary>
    public IProgress<ScoringProgress>? Progress { get; init; }

    /// <summary>
    /// Whether cancelling ends only the wait: what capacity is already reserved for is computed when there is nothing else to do, and stored, so that a
    /// later request finds it. Nothing new is started after the cancellation.
    /// </summary>
    public bool FinishWhenCancelled { get; init; }
}

/// <param name="Values">The value of each segment, in their order. Shared with other requests and not to be changed.</param>
/// <param name="Use">How many were found and how many were computed for this request.</param>
/// <param name="Origins">Where the value of each segment came from.</param>
public sealed record SegmentResults<TValue>(TValue[] Values, CacheUsage Use, ValueSource[] Origins);

/// <summary>How far the scoring of a request has come.</summary>
/// <param name="Done">Segments scored or found in the cache so far.</param>
/// <param name="Total">All segments of the request.</param>
public readonly record struct ScoringProgress(int Done, int Total);

/// <summary>How many segments of a request were found in the cache.</summary>
/// <param name="Segments">Segments the request needed scores of.</param>
/// <param name="Hits">The number of these found in the cache.</param>
/// <param name="Misses">The number of these scored now; equal segments of one request are scored once and count once.</param>
public readonly record struct CacheUsage(int Segments, int Hits, int Misses);
