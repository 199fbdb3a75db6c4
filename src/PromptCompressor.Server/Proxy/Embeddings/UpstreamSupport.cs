using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Remembers for a while that the upstream does not take embeddings: each request would otherwise be sent twice.</summary>
internal sealed class UpstreamSupport(IOptions<EmbeddingRouteOptions> options, TimeProvider time)
{
    private const long Never = long.MinValue;

    // A timestamp and no time of day: clocks are set.
    private long _refusedAt = Never;

    public bool IsExpected =>
        Interlocked.Read(ref _refusedAt) is var refusedAt && (refusedAt == Never || time.GetElapsedTime(refusedAt) >= TimeSpan.FromMinutes(options.Value.RetryMinutes));

    public void NoteRefusal() => Interlocked.Exchange(ref _refusedAt, time.GetTimestamp());
}
