using PromptCompressor.Core.Segments;

namespace PromptCompressor.Core.Compression;

/// <summary>One kind of compressor, running one model. Shortens texts; thread-safe.</summary>
public interface IPromptCompressor
{
    /// <summary>The kind, one of <see cref="CompressorNames"/> or what a host adds; the same whatever model it runs.</summary>
    string Name { get; }

    /// <summary>The model it runs: with the same hash the same request has the same result.</summary>
    ModelIdentity Model { get; }

    /// <param name="request">Complete; its values are checked. A kind passes over what it has no use for.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="Errors.CompressionException">The request cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation);
}
