namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What the sidecar understands of a request's body.</summary>
internal sealed record Conversation
{
    /// <summary>The LLM that is asked; empty if the body does not say.</summary>
    public required string Model { get; init; }

    /// <summary>All texts, in the order in which the model reads them.</summary>
    public required IReadOnlyList<PromptText> Texts { get; init; }

    /// <summary>How many of <see cref="Texts"/> stand before the last <c>cache_control</c> marker, the text that carries it counted in.</summary>
    public required int Marked { get; init; }

    /// <summary>Messages, texts or not.</summary>
    public required int Messages { get; init; }
}
