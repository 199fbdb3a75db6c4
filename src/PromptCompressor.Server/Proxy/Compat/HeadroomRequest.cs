using PromptCompressor.Server.Compress.Messages;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Messages to compress, in Headroom's form. Fields that are not listed here are ignored, as Headroom ignores them.</summary>
internal sealed record HeadroomRequest
{
    /// <summary>Chat messages in OpenAI's or Anthropic's shape.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The LLM that will read the messages; its tokenizer counts the tokens.</summary>
    public required string Model { get; init; }

    /// <summary>Settings of this call.</summary>
    public HeadroomConfig? Config { get; init; }
}

/// <summary>Settings of one call.</summary>
internal sealed record HeadroomConfig
{
    /// <summary>Whether texts of the user are compressed as well as tool results; default false.</summary>
    public bool? CompressUserMessages { get; init; }

    /// <summary>Number of messages at the beginning that the provider's prompt cache holds and that stay as they came; at least 0; default 0.</summary>
    public int? FrozenMessageCount { get; init; }

    /// <summary>Share of tokens to keep of a text that is compressed, above 0 and at most 1; default 0.5.</summary>
    public double? TargetRatio { get; init; }
}
