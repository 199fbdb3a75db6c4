namespace PromptCompressor.Server.Caching.Admin;

/// <summary>What the cache holds and saves, since this process began.</summary>
internal sealed record CacheResponse
{
    /// <summary>Segments that needed no run of the model, from either level or from another request at work on them.</summary>
    public required long Hits { get; init; }

    /// <summary>Segments that the model ran for.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits, to four decimals; null before the first segment.</summary>
    public required double? HitRate { get; init; }

    /// <summary>
    /// An estimate of the model's time that hits have saved: each counts as its model's mean time over the segments that it
    /// had run for here until then, and as 0 before the first.
    /// </summary>
    public required double SavedMs { get; init; }

    /// <summary>The first level: this process alone.</summary>
    public required MemoryLevelResponse Memory { get; init; }

    /// <summary>The second level, that replicas share; null without Redis.</summary>
    public required RedisLevelResponse? Redis { get; init; }
}

internal static class HitRate
{
    /// <summary>Share of hits, to four decimals; null if there was nothing to hit.</summary>
    public static double? Of(long hits, long misses) => hits + misses == 0 ? null : Math.Round((double)hits / (hits + misses), 4);
}

/// <summary>What was forgotten.</summary>
internal sealed record ClearCacheResponse
{
    /// <summary>Entries of the namespace in this process's memory.</summary>
    public required int MemoryEntries { get; init; }

    /// <summary>Keys of the namespace in Redis; null without Redis.</summary>
    public required long? RedisKeys { get; init; }
}

/// <summary>The cache in this process's memory.</summary>
internal sealed record MemoryLevelResponse
{
    /// <summary>Segments held.</summary>
    public required int Entries { get; init; }

    /// <summary>Memory they take, overhead counted in.</summary>
    public required long Bytes { get; init; }

    /// <summary>Memory they may take (<c>Cache:MemoryMegabytes</c>).</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Lookups that found their segment.</summary>
    public required long Hits { get; init; }

    /// <summary>Lookups that did not.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits, to four decimals; null before the first lookup.</summary>
    public required double? HitRate { get; init; }
}

/// <summary>The cache in Redis, as this process sees it.</summary>
internal sealed record RedisLevelResponse
{
    /// <summary><c>connecting</c>, <c>up</c>, or <c>down</c>: then memory alone serves.</summary>
    public required string State { get; init; }

    /// <summary>Why it is down, as the last attempt saw it; else null.</summary>
    public required string? Failure { get; init; }

    /// <summary>False if Redis lately refused to store, being full or a replica.</summary>
    public required bool Writable { get; init; }

    /// <summary>Where it is.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>Whose entries are seen (<c>Cache:Redis:Namespace</c>).</summary>
    public required string Namespace { get; init; }

    /// <summary>Lookups, of segments that were not in memory, that found a good value.</summary>
    public required long Hits { get; init; }

    /// <summary>Lookups that Redis answered without one.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits among the lookups that Redis answered, to four decimals; null before the first.</summary>
    public required double? HitRate { get; init; }

    /// <summary>Misses because a value was damaged, too large, of another format or of another segment.</summary>
    public required long Corrupt { get; init; }

    /// <summary>Entries stored.</summary>
    public required long Written { get; init; }

    /// <summary>Entries that wait to be stored.</summary>
    public required int Queued { get; init; }

    /// <summary>Entries that were never stored since too many waited, or the service stopped.</summary>
    public required long Dropped { get; init; }

    /// <summary>Lookups of whole requests that came to nothing.</summary>
    public required RedisFaultsResponse ReadFaults { get; init; }

    /// <summary>Batches of entries that were not stored.</summary>
    public required RedisFaultsResponse WriteFaults { get; init; }
}

/// <summary>Why calls to Redis came to nothing.</summary>
internal sealed record RedisFaultsResponse
{
    /// <summary>Calls that took too long.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Calls that failed: no connection, or an error of the server.</summary>
    public required long Failed { get; init; }

    /// <summary>Calls that were not made, since Redis was known to be down.</summary>
    public required long Rejected { get; init; }
}
