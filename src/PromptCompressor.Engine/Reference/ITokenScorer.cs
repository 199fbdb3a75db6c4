using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Reference;

/// <summary>The encoder as reference mode needs it.</summary>
internal interface ITokenScorer
{
    /// <summary>Longest sequence, with what stands around a chunk.</summary>
    int MaxTokens { get; }

    /// <summary>The keep probability of each token of each sequence.</summary>
    /// <param name="sequences">Of at most <see cref="MaxTokens"/> ids.</param>
    /// <param name="ticket">The request.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="Core.Errors.CompressionException">There is no room for so much work now.</exception>
    Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, Ticket ticket, CancellationToken cancellation);
}
