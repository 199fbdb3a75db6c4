using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Whether a request's texts go as embeddings.</summary>
/// <param name="Options">What the operator says.</param>
/// <param name="IsRefused">The upstream does not take them, now or a while ago.</param>
internal sealed record EmbeddingRoute(EmbeddingRouteOptions Options, bool IsRefused)
{
    /// <summary>Whether its LLM reads embeddings: one that the operator names, or the soft model's generator. With no soft model loaded, any may.</summary>
    public bool IsFor(Conversation conversation, SoftModel? soft) =>
        conversation.Format.TakesEmbeddings
        && (Options.Models is { Length: > 0 } names
            ? names.Any(name => ModelPattern.Match(name, conversation.Model))
            : soft is null || ModelPattern.Match(soft.Generator, conversation.Model));
}

/// <summary>Remembers for a while that the upstream does not take embeddings: each request would otherwise be sent twice.</summary>
internal sealed class EmbeddingSupportMemory(IOptions<EmbeddingRouteOptions> options, TimeProvider time)
{
    private const long Never = long.MinValue;

    // A timestamp and no time of day: clocks are set.
    private long _refusedAt = Never;

    public bool IsExpected =>
        Interlocked.Read(ref _refusedAt) is var refusedAt && (refusedAt == Never || time.GetElapsedTime(refusedAt) >= TimeSpan.FromMinutes(options.Value.RetryMinutes));

    public void NoteRefusal() => Interlocked.Exchange(ref _refusedAt, time.GetTimestamp());
}
