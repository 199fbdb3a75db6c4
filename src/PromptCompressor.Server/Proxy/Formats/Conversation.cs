using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>What the sidecar understands of a request's body.</summary>
internal sealed record Conversation
{
    /// <summary>The body as it came.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The API it was sent to.</summary>
    public required IChatFormat Format { get; init; }

    /// <summary>The LLM that is asked; empty if the request does not say.</summary>
    public required string Model { get; init; }

    /// <summary>All texts, in the order in which the model reads them.</summary>
    public required IReadOnlyList<PromptText> Texts { get; init; }

    /// <summary>How many of <see cref="Texts"/> stand before the last <c>cache_control</c> marker, the text that carries it counted in.</summary>
    public required int Marked { get; init; }

    /// <summary>Index of the last message that is the LLM's, be it a text or a call; -1 if there is none. What comes later has not been answered.</summary>
    public int LastAnswer { get; init; } = -1;

    /// <summary>Messages, texts or not.</summary>
    public required int Messages { get; init; }
}

/// <summary>A text of a conversation and where its JSON string stands in the body.</summary>
/// <param name="text">What it says.</param>
/// <param name="start">First byte of the string, its quotes counted in.</param>
/// <param name="length">Its bytes.</param>
internal sealed class PromptText(string text, int start, int length)
{
    private int? _tokens;

    public string Text => text;

    public int Start => start;

    public int Length => length;

    public required TextKind Kind { get; init; }

    /// <summary>Index of the message it stands in; -1 for instructions beside the messages.</summary>
    public required int Message { get; init; }

    /// <summary>The name of the tool whose result it is; null for what is no result, or where the request does not tell it.</summary>
    public string? Tool { get; init; }

    /// <summary>What the call asked for whose result it is: words of its arguments; null for what is no result, or of a call that is not there or names nothing.</summary>
    public string? Query { get; init; }

    /// <summary>Whether it is the result of a call that failed.</summary>
    public bool IsError { get; init; }

    /// <summary>Where parts can take its place; null where they cannot.</summary>
    public ContentPlace? Content { get; init; }

    /// <summary>Its tokens, counted at the first call and kept: tokenising is what costs most before a model runs.</summary>
    /// <param name="counter">The counter of the LLM that is asked: the same for all of a conversation.</param>
    public int CountTokens(ITokenCounter counter) => _tokens ??= counter.Count(text);
}

/// <summary>What a list of parts, or parts in a list, may be put in place of.</summary>
/// <param name="Start">Its first byte in the body.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsWhole">It is a message's whole content, a string; else it is one part of a list.</param>
internal sealed record ContentPlace(int Start, int Length, bool IsWhole);

/// <summary>The kind of author of a text.</summary>
internal enum TextKind
{
    /// <summary>A system or developer message, or one with an unknown role.</summary>
    Instruction,

    /// <summary>The user.</summary>
    User,

    /// <summary>What a model said before.</summary>
    Assistant,

    /// <summary>The result of a tool.</summary>
    Tool,

    /// <summary>A document or search result that stands beside the user's words.</summary>
    Document,
}
