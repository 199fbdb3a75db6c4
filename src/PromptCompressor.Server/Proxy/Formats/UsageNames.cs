namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>What an API calls the counts of a prompt's tokens: names of JSON fields, of ASCII letters, digits and underscores.</summary>
/// <param name="Input">Tokens of the prompt.</param>
/// <param name="CacheRead">Tokens that the provider read from its prompt cache.</param>
/// <param name="CacheWritten">Tokens that it wrote there.</param>
internal sealed record UsageNames(IReadOnlyList<string> Input, IReadOnlyList<string> CacheRead, IReadOnlyList<string> CacheWritten)
{
    /// <summary>The names that OpenAI and Anthropic use. Gateways answer by the API of the one with fields of the other, so both are looked for.</summary>
    public static UsageNames OpenAiAndAnthropic { get; } = new(
        ["prompt_tokens", "input_tokens"], ["cached_tokens", "cache_read_input_tokens"], ["cache_creation_input_tokens"]);
}
