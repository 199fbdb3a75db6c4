using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Whether a request's texts go as embeddings.</summary>
/// <param name="Options">What the operator says.</param>
/// <param name="IsRefused">The upstream does not take them, now or a while ago.</param>
internal sealed record EmbeddingRoute(EmbeddingRouteOptions Options, bool IsRefused)
{
    /// <summary>Whether it is for an LLM that reads embeddings. With no soft model loaded, none is known not to.</summary>
    public bool IsFor(ChatFormat format, string model, SoftModel? soft) =>
        format == ChatFormat.ChatCompletions
        && (Options.Models is { Length: > 0 } names
            ? names.Any(name => ModelNames.Match(name, model))
            : soft is null || ModelNames.Match(soft.Generator, model));
}
