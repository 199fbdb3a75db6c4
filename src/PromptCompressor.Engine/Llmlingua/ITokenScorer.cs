using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>The encoder as LLMLingua-2 needs it: the probability of each token, in place of scores of words.</summary>
internal interface ITokenScorer
{
    /// <summary>Longest sequence, with what stands around a chunk.</summary>
    int MaxTokens { get; }

    /// <summary>The keep probability of each token of each sequence.</summary>
    /// <param name="sequences">Sequences of at most <see cref="MaxTokens"/> ids.</param>
    /// <param name="ticket">The request.</param>
    /// <param name="timings">Receives how long the stages take.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="Core.Errors.CompressionException">There is no room for so much work now.</exception>
    Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation);
}
