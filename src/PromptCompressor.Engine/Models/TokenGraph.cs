using PromptCompressor.Core.Segments;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Models;

/// <summary>A model's graph that does not depend on what else is in the batch, for compressors that look at tokens and not at words.</summary>
internal sealed record TokenGraph
{
    /// <summary>The model's id with the hash of this graph.</summary>
    public required ModelIdentity Identity { get; init; }

    public required IPieceTokenizer Tokenizer { get; init; }

    /// <summary>The name that the manifest gives it.</summary>
    public required string TokenizerKind { get; init; }

    /// <summary>Id of <c>[NEW0]</c>, LLMLingua-2's stand-in for the first force token; null if the model has none.</summary>
    public required int? ForceTokenBase { get; init; }

    /// <summary>Loaded when it is first used.</summary>
    public required Lazy<OnnxEncoder> Encoder { get; init; }

    /// <summary>Encoder window in tokens.</summary>
    public required int MaxTokens { get; init; }

    public required InferenceWorkers Workers { get; init; }
}
