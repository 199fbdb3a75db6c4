namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>A text of a conversation and where its JSON string stands in the body.</summary>
/// <param name="Start">First byte of the string, its quotes counted in.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record PromptText(string Text, int Start, int Length)
{
    public required TextKind Kind { get; init; }

    /// <summary>Index of the message it stands in; -1 for instructions beside the messages.</summary>
    public required int Message { get; init; }
}
