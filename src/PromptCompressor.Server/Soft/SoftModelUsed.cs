namespace PromptCompressor.Server.Soft;

/// <summary>What compressed, and for whom.</summary>
internal sealed record SoftModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Of the compressor.</summary>
    public required string Revision { get; init; }

    /// <summary>Over graph and tokenizer: the same hash, the same rows on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The only model that can read the rows.</summary>
    public required string Generator { get; init; }
}
