namespace PromptCompressor.Server.Info;

/// <summary>A model that requests can name.</summary>
internal sealed record ModelResponse
{
    /// <summary>The name of the model, as <c>model</c> of a request gives it.</summary>
    public required string Id { get; init; }

    /// <summary>Whether requests without <c>model</c> use this model.</summary>
    public required bool Default { get; init; }

    /// <summary>The revision that the model's manifest states.</summary>
    public required string Revision { get; init; }

    /// <summary>SHA-256 over graph, weights and tokenizer: the same hash means the same output.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>Name of the file with the graph that runs.</summary>
    public required string Graph { get; init; }

    /// <summary>
    /// How questions are compared with texts: <c>semantic</c> (by words and, in any language, by meaning) or <c>lexical</c> (by words: the model has no relevance
    /// output, or <c>Engine:SentenceVectors</c> is off).
    /// </summary>
    public required string Relevance { get; init; }

    /// <summary>Largest number of the encoder's own tokens that it reads at once. Longer texts are scored in segments.</summary>
    public required int MaxTokens { get; init; }
}

/// <summary>The models that are loaded.</summary>
internal sealed record ModelsResponse
{
    /// <summary>All extractive models, sorted by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }

    /// <summary>All soft models, sorted by id.</summary>
    public required IReadOnlyList<SoftModelResponse> SoftModels { get; init; }
}

/// <summary>A soft model: it turns text into embeddings for one generator.</summary>
internal sealed record SoftModelResponse
{
    /// <summary>The name of the model, as <c>model</c> of a soft request gives it.</summary>
    public required string Id { get; init; }

    /// <summary>Whether soft requests without <c>model</c> use this model.</summary>
    public required bool Default { get; init; }

    /// <summary>The revision that the model's manifest states.</summary>
    public required string Revision { get; init; }

    /// <summary>SHA-256 over graph and tokenizer: the same hash means the same rows.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>The only LLM that can read the rows.</summary>
    public required string Generator { get; init; }

    /// <summary>Number of values in a row.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Largest number of tokens in a segment.</summary>
    public required int SegmentTokens { get; init; }

    /// <summary>Number of tokens that become one row.</summary>
    public required int Rate { get; init; }

    /// <summary>Whether the model can embed single tokens, which <c>exact</c> and the route <c>completions</c> need.</summary>
    public required bool EmbedsTokens { get; init; }
}
