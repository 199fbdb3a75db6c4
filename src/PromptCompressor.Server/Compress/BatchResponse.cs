namespace PromptCompressor.Server.Compress;

/// <summary>The answers to a batch.</summary>
internal sealed record BatchResponse
{
    /// <summary>One for each item, in order.</summary>
    public required IReadOnlyList<BatchItem> Items { get; init; }
}
