namespace PromptCompressor.Core.Reference;

/// <summary>LLMLingua-2 as its Python library (microsoft/LLMLingua 0.2.2) runs it, step by step, faults included.</summary>
public interface IReferenceCompressor
{
    /// <exception cref="Errors.CompressionException">The library fails on such a request, or the model failed.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    Task<ReferenceResult> CompressAsync(ReferenceRequest request, CancellationToken cancellation);
}
