namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>A text of a conversation and where its JSON string stands in the body.</summary>
/// <param name="Start">First byte of the string, its quotes counted in.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record PromptText(string Text, int Start, int Length)
{
    public required TextKind Kind { get; init; }

    /// <summary>Index of the message it stands in; -1 for instructions beside the messages.</summary>
    public required int Message { get; init; }

    /// <summary>Where parts can take its place; null where they cannot.</summary>
    public ContentPlace? Content { get; init; }
}

/// <summary>What a list of parts, or parts in a list, may be put in place of.</summary>
/// <param name="Start">Its first byte in the body.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsWhole">It is a message's whole content, a string; else it is one part of a list.</param>
internal sealed record ContentPlace(int Start, int Length, bool IsWhole);
