using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Remembers for a while that the upstream does not take embeddings: each request would otherwise be sent twice.</summary>
internal sealed class UpstreamSupport(IOptions<EmbeddingRouteOptions> options, TimeProvider time)
{
    private long _refusedUntil;

    public bool IsExpected => time.GetUtcNow().UtcTicks >= Interlocked.Read(ref _refusedUntil);

    public void NoteRefusal() => Interlocked.Exchange(ref _refusedUntil, time.GetUtcNow().AddMinutes(options.Value.RetryMinutes).UtcTicks);
}
