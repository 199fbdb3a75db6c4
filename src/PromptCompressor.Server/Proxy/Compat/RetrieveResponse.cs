namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The original of a compressed text, as Headroom gives it back.</summary>
internal sealed record RetrieveResponse
{
    /// <summary>As in the marker.</summary>
    public required string Hash { get; init; }

    /// <summary>The text before it was compressed.</summary>
    public required string OriginalContent { get; init; }

    /// <summary>Its tokens.</summary>
    public required int OriginalTokens { get; init; }

    /// <summary>Its words.</summary>
    public required int OriginalItemCount { get; init; }

    /// <summary>Words that the compressed text has.</summary>
    public required int CompressedItemCount { get; init; }

    /// <summary>Always null: which tool a text came from is not kept.</summary>
    public string? ToolName { get; init; }

    /// <summary>How often it has been asked for, this time included.</summary>
    public required long RetrievalCount { get; init; }
}

/// <summary>Why there is no original, as Headroom says it.</summary>
internal sealed record RetrieveErrorResponse
{
    /// <summary>The reason, in a sentence.</summary>
    public required string Detail { get; init; }
}
