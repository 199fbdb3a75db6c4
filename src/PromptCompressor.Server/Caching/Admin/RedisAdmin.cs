using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Errors;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>Looks into the second level and empties it.</summary>
internal sealed class RedisAdmin(
    RedisConnection connection,
    RedisStatus state,
    RedisSegmentStore store,
    RedisSegmentCache cache,
    RedisCounters counters,
    WriteBehindSegmentCache writes)
{
    /// <param name="space">The caller's namespace.</param>
    public RedisLevelResponse Describe(string space) => new()
    {
        State = state.Reads switch
        {
            null => "connecting",
            true => "up",
            false => "down",
        },
        Failure = state.Failure,
        Writable = state.Writes,
        Endpoints = connection.EndPoints,
        Namespace = space,
        Hits = counters.Hits,
        Misses = counters.Misses,
        HitRate = HitRate.Of(counters.Hits, counters.Misses),
        Corrupt = counters.Corrupt,
        Written = counters.Written,
        Queued = writes.Queued,
        Dropped = writes.Dropped,
        ReadFaults = FaultsOf(cache.Reads),
        WriteFaults = FaultsOf(cache.Writes),
    };

    public void DiscardQueued(string space) => writes.Discard(space);

    /// <returns>How many keys there were.</returns>
    /// <exception cref="CompressionException">Redis does not answer.</exception>
    public async Task<long> ClearAsync(string space, CancellationToken cancellation)
    {
        try
        {
            return await store.ClearAsync(space, cancellation);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new CompressionException(
                CompressionErrorKind.NotReady, "Redis does not answer, or refused: its keys may still be there. This process's memory was emptied.", e);
        }
    }

    private static RedisFaultsResponse FaultsOf(RedisCircuitBreaker breaker) => new() { TimedOut = breaker.TimedOut, Failed = breaker.Failed, Rejected = breaker.Rejected };
}
