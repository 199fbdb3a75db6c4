using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Core.Segments;

/// <summary>A model that computes a value for each segment. A segment's value depends on the segment alone.</summary>
public interface ISegmentModel<TSegment, TValue>
    where TValue : class
{
    /// <summary>The model's name and hash, and everything else that decides the values.</summary>
    ModelIdentity Model { get; }

    ISegmentCodec<TSegment, TValue> Codec { get; }

    /// <summary>Largest number of segments that are worth computing in one call.</summary>
    int BatchSize { get; }

    /// <summary>Number of batches of one request that are worth computing at the same time.</summary>
    int Parallelism { get; }

    /// <summary>What the value depends on, as the UTF-16 text that the cache key is derived from. Equal segments have equal content.</summary>
    ReadOnlySpan<char> ContentOf(TSegment segment);

    /// <summary>Prepares segments and reserves queue capacity for all of them together.</summary>
    /// <param name="segments">At least one.</param>
    /// <param name="ticket">The request. Once admitted, it is admitted again with everything else it needs: see <see cref="AdmissionTicket.Split"/>.</param>
    /// <param name="timings">Receives the time of each stage.</param>
    /// <exception cref="Errors.CompressionException">There is no capacity for so much work now.</exception>
    IReservedSegments<TValue> Reserve(IReadOnlyList<TSegment> segments, AdmissionTicket ticket, StageTimings timings);
}

/// <summary>Segments with reserved queue capacity. Disposing of it gives back the capacity that was not used.</summary>
public interface IReservedSegments<TValue> : ILeavableWork, IDisposable
{
    /// <summary>Computes some of the segments. May be called from several threads at the same time.</summary>
    /// <param name="first">Index of the first segment, in the order they were reserved in.</param>
    /// <param name="count">Number of segments, at most <see cref="ISegmentModel{TSegment,TValue}.BatchSize"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One value for each segment.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped, or left behind and dropped.</exception>
    ValueTask<TValue[]> ComputeAsync(int first, int count, CancellationToken cancellation);
}

/// <param name="Id">The name requests use.</param>
/// <param name="Sha256">Over graph, weights and tokenizer, in lower-case hexadecimal.</param>
public sealed record ModelIdentity(string Id, string Sha256);
