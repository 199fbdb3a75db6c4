namespace PromptCompressor.Server.Compress;

/// <summary>What scored the words.</summary>
internal sealed record ModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }
}
