namespace PromptCompressor.Client;

/// <summary>A model that requests can name.</summary>
public sealed record CompressionModel
{
    /// <summary>The value of <see cref="CompressRequest.Model"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether requests that name none get it.</summary>
    public required bool Default { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>The encoder's window in its own tokens; longer texts are scored in segments.</summary>
    public required int MaxTokens { get; init; }
}
