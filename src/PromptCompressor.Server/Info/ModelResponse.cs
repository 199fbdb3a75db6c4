namespace PromptCompressor.Server.Info;

/// <summary>A model that requests can name.</summary>
internal sealed record ModelResponse
{
    /// <summary>The value of a request's <c>model</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether requests without <c>model</c> get it.</summary>
    public required bool Default { get; init; }

    /// <summary>As its folder's manifest says.</summary>
    public required string Revision { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>File of the graph that runs.</summary>
    public required string Graph { get; init; }

    /// <summary>
    /// How questions are compared with texts: <c>semantic</c> (by words and, in any language, by meaning) or <c>lexical</c> (by words: the model has no relevance
    /// output, or <c>Engine:SentenceVectors</c> is off).
    /// </summary>
    public required string Relevance { get; init; }

    /// <summary>The encoder's window in its own tokens. Longer texts are scored in segments.</summary>
    public required int MaxTokens { get; init; }
}

/// <summary>The compressing models.</summary>
internal sealed record ModelsResponse
{
    /// <summary>All models, by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }

    /// <summary>All soft models.</summary>
    public required IReadOnlyList<SoftModelResponse> SoftModels { get; init; }
}

/// <summary>A soft model.</summary>
internal sealed record SoftModelResponse
{
    /// <summary>The value of a soft request's <c>model</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether soft requests without <c>model</c> get it.</summary>
    public required bool Default { get; init; }

    /// <summary>As its folder's manifest says.</summary>
    public required string Revision { get; init; }

    /// <summary>Over graph and tokenizer: the same hash, the same rows.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the weights.</summary>
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
