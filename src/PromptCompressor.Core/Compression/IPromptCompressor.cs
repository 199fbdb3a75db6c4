namespace PromptCompressor.Core.Compression;

/// <summary>Shortens texts by leaving words out.</summary>
public interface IPromptCompressor
{
    /// <exception cref="Errors.CompressionException">The request cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation);
}
