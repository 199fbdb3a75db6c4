namespace PromptCompressor.Client;

/// <summary>A model that requests can name.</summary>
public sealed record CompressionModel
{
    /// <summary>The value of <see cref="CompressRequest.Model"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether requests that name none get it.</summary>
    public required bool Default { get; init; }

    /// <summary>The revision in the manifest of the model's folder.</summary>
    public required string Revision { get; init; }

    /// <summary>The hash over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>The file of the graph that runs.</summary>
    public required string Graph { get; init; }

    /// <summary>How questions are compared with texts: <c>semantic</c> (by words and by meaning, in any language) or <c>lexical</c> (by words).</summary>
    public required string Relevance { get; init; }

    /// <summary>The encoder's window in its own tokens; longer texts are scored in segments.</summary>
    public required int MaxTokens { get; init; }
}

/// <summary>A model that makes embeddings for one generator.</summary>
public sealed record SoftModel
{
    /// <summary>The value of <see cref="SoftCompressRequest.Model"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether soft requests that name none get it.</summary>
    public required bool Default { get; init; }

    /// <summary>The revision in the manifest of the model's folder.</summary>
    public required string Revision { get; init; }

    /// <summary>The hash over graph and tokenizer: the same hash, the same rows.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>The only model that can read its rows.</summary>
    public required string Generator { get; init; }

    /// <summary>Numbers in a row.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Most tokens of a segment.</summary>
    public required int SegmentTokens { get; init; }

    /// <summary>Tokens that become one row.</summary>
    public required int Rate { get; init; }

    /// <summary>Whether it can embed single tokens, which <c>exact</c> and the route <c>completions</c> need.</summary>
    public required bool EmbedsTokens { get; init; }
}

internal sealed record ModelList
{
    public required IReadOnlyList<CompressionModel> Models { get; init; }

    public IReadOnlyList<SoftModel> SoftModels { get; init; } = [];
}
