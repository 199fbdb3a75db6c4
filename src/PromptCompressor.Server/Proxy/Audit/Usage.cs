namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What a provider says an answer's prompt came to, in tokens. Null: it did not say.</summary>
internal sealed record Usage
{
    /// <summary>OpenAI's <c>prompt_tokens</c> or <c>input_tokens</c>; Anthropic's <c>input_tokens</c>, which leaves cached ones out.</summary>
    public long? Input { get; set; }

    /// <summary>Read from the provider's prompt cache.</summary>
    public long? CacheRead { get; set; }

    /// <summary>Written to it: not a saving.</summary>
    public long? CacheWritten { get; set; }
}
