namespace PromptCompressor.Core.Compression;

/// <summary>What one request wants computed where the cache has nothing. Segments go by their index in the request.</summary>
public interface ISegmentComputation
{
    /// <summary>Segments that are worth computing together.</summary>
    int BatchSize { get; }

    /// <summary>Batches that are worth computing at once.</summary>
    int Parallelism { get; }

    /// <summary>Whether a cached value can be one of this segment's; one that cannot is as good as none.</summary>
    bool IsUsable(int segment, byte[] value);

    /// <summary>Takes in what is sure to be computed, once, before any of it is. Disposing of the result gives up what was not.</summary>
    /// <exception cref="Errors.CompressionException">There is no room for so much work now.</exception>
    IDisposable Begin(IReadOnlyList<int> segments);

    /// <summary>Computes segments, in their order.</summary>
    /// <param name="segments">1 to <see cref="BatchSize"/> of them; not taken in before are those that another request has given up.</param>
    /// <param name="cancellation">That of the request.</param>
    ValueTask<byte[][]> ComputeAsync(IReadOnlyList<int> segments, CancellationToken cancellation);
}
