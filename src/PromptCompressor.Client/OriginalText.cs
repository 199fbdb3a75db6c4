namespace PromptCompressor.Client;

/// <summary>A text as it was before the sidecar or the Headroom route compressed it.</summary>
public sealed record OriginalText
{
    /// <summary>The hash in the mark at the end of the compressed text: 24 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The text before it was compressed.</summary>
    public required string OriginalContent { get; init; }

    /// <summary>Its tokens.</summary>
    public required int OriginalTokens { get; init; }

    /// <summary>Its words.</summary>
    public required int OriginalItemCount { get; init; }

    /// <summary>Words of the compressed text.</summary>
    public required int CompressedItemCount { get; init; }

    /// <summary>Always null: the service does not keep which tool a text came from.</summary>
    public string? ToolName { get; init; }

    /// <summary>How often it has been asked for, this time included.</summary>
    public required long RetrievalCount { get; init; }
}
