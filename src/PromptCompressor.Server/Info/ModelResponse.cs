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

    /// <summary>The encoder's window in its own tokens. Longer texts are scored in segments.</summary>
    public required int MaxTokens { get; init; }
}
