namespace PromptCompressor.Server.Compress;

/// <summary>What counted the tokens.</summary>
internal sealed record TokenizerUsed
{
    /// <summary>The encoding.</summary>
    public required string Name { get; init; }

    /// <summary>False if the LLM's own tokenizer is not at hand, so that counts are estimates.</summary>
    public required bool Exact { get; init; }
}
