namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The original of a compressed text, in Headroom's form.</summary>
internal sealed record RetrieveResponse
{
    /// <summary>The hash that stands in the marker.</summary>
    public required string Hash { get; init; }

    /// <summary>The text before it was compressed.</summary>
    public required string OriginalContent { get; init; }

    /// <summary>Number of tokens of the original.</summary>
    public required int OriginalTokens { get; init; }

    /// <summary>Number of words of the original.</summary>
    public required int OriginalItemCount { get; init; }

    /// <summary>Number of words of the compressed text.</summary>
    public required int CompressedItemCount { get; init; }

    /// <summary>Always null: which tool a text came from is not kept.</summary>
    public string? ToolName { get; init; }

    /// <summary>Number of times that this original was requested, this time included.</summary>
    public required long RetrievalCount { get; init; }
}

/// <summary>An error in Headroom's form: there is no original.</summary>
internal sealed record RetrieveErrorResponse
{
    /// <summary>A sentence that gives the reason.</summary>
    public required string Detail { get; init; }
}
