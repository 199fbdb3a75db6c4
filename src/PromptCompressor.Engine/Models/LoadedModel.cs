using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Engine.Models;

/// <summary>A model that can be asked for by its id.</summary>
public sealed record LoadedModel
{
    internal LoadedModel(TokenGraph tokenGraph) => TokenGraph = tokenGraph;

    public required string Id { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same scores on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    public required string Revision { get; init; }

    public required string Licence { get; init; }

    /// <summary>File name of the graph that runs.</summary>
    public required string Graph { get; init; }

    /// <summary>Encoder window in tokens.</summary>
    public required int MaxTokens { get; init; }

    public required ISegmentModel<SegmentText, SegmentScores> Scorer { get; init; }

    /// <summary>The same scores through the cache, for all compressors of this model together.</summary>
    public required CachedSegments<SegmentText, SegmentScores> Scores { get; init; }

    /// <summary>The meaning of questions, through the cache; null: this model compares them by words.</summary>
    public required CachedQuestions? Questions { get; init; }

    /// <summary>The model for compressors that look at tokens.</summary>
    internal TokenGraph TokenGraph { get; }
}
