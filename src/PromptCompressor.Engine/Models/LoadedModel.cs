using PromptCompressor.Core.Reference;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Engine.Models;

/// <summary>A model that can be asked for by its id.</summary>
public sealed record LoadedModel
{
    public required string Id { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same scores on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    public required string Revision { get; init; }

    public required string Licence { get; init; }

    /// <summary>File name of the graph that runs.</summary>
    public required string Graph { get; init; }

    /// <summary>Encoder window in tokens.</summary>
    public required int MaxTokens { get; init; }

    public required ISegmentModel<SegmentText, Score[]> Scorer { get; init; }

    /// <summary>LLMLingua-2 as its library runs it, with this model.</summary>
    public required IReferenceCompressor Reference { get; init; }

    /// <summary>As <see cref="Sha256"/>, for the graph that <see cref="Reference"/> runs.</summary>
    public required string ReferenceSha256 { get; init; }
}
