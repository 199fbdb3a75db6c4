using PromptCompressor.Core.Caching;
using PromptCompressor.Engine;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>Looks into the cache, and forgets what the caller's namespace has in it.</summary>
/// <param name="memory">The first level.</param>
/// <param name="engine">Knows what hits have saved.</param>
/// <param name="tenant">The tenant that calls.</param>
/// <param name="redis">The second level, if there is one.</param>
internal sealed class CacheAdmin(MemorySegmentCache memory, CompressionEngine engine, CurrentTenant tenant, RedisAdmin? redis = null)
{
    public CacheResponse Describe()
    {
        var totals = engine.Reuse.Select(reuse => reuse.Totals).ToArray();
        var (hits, misses) = (totals.Sum(total => total.Hits), totals.Sum(total => total.Misses));
        return new CacheResponse
        {
            Hits = hits,
            Misses = misses,
            HitRate = HitRate.Of(hits, misses),
            SavedMs = Math.Round(totals.Sum(total => total.SavedMilliseconds), 3),
            Memory = new MemoryLevelResponse
            {
                Entries = memory.Count,
                Bytes = memory.Bytes,
                MaxBytes = memory.MaxBytes,
                Hits = memory.Hits,
                Misses = memory.Misses,
                HitRate = HitRate.Of(memory.Hits, memory.Misses),
            },
            Redis = redis?.Describe(tenant.Value.Namespace),
        };
    }

    /// <exception cref="Core.Errors.CompressionException">Redis does not answer.</exception>
    public async Task<ClearCacheResponse> ClearAsync(CancellationToken cancellation)
    {
        // What waits to be stored would come back otherwise.
        var space = tenant.Value.Namespace;
        redis?.DiscardQueued(space);
        var entries = memory.Clear(space);
        return new ClearCacheResponse { MemoryEntries = entries, RedisKeys = redis is null ? null : await redis.ClearAsync(space, cancellation) };
    }
}
