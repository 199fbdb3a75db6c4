namespace PromptCompressor.Server.Caching.Admin;

/// <summary>What the cache holds and what it has saved since this process began.</summary>
internal sealed record CacheResponse
{
    /// <summary>Number of segments that needed no run of the model: found in memory or Redis, or computed by another request at that moment.</summary>
    public required long Hits { get; init; }

    /// <summary>Number of segments for which the model ran.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits among all segments, 0 to 1, to four decimals; null before the first segment.</summary>
    public required double? HitRate { get; init; }

    /// <summary>
    /// An estimate, in milliseconds, of the model's time that hits have saved. Each hit counts as the mean time that its model had needed for a segment in
    /// this process until then, and as 0 before the first run.
    /// </summary>
    public required double SavedMs { get; init; }

    /// <summary>The first level: the memory of this process.</summary>
    public required MemoryLevelResponse Memory { get; init; }

    /// <summary>The second level, shared by replicas; null without Redis.</summary>
    public required RedisLevelResponse? Redis { get; init; }
}

internal static class HitRate
{
    /// <summary>Share of hits, to four decimals; null if there was nothing to hit.</summary>
    public static double? Of(long hits, long misses) => hits + misses == 0 ? null : Math.Round((double)hits / (hits + misses), 4);
}

/// <summary>How much was removed from the cache.</summary>
internal sealed record ClearCacheResponse
{
    /// <summary>Number of entries of the namespace that were in this process's memory.</summary>
    public required int MemoryEntries { get; init; }

    /// <summary>Number of keys of the namespace that were in Redis; null without Redis.</summary>
    public required long? RedisKeys { get; init; }
}

/// <summary>The cache in the memory of this process.</summary>
internal sealed record MemoryLevelResponse
{
    /// <summary>Number of entries in memory: segments, and texts of chats with their counts and what became of them.</summary>
    public required int Entries { get; init; }

    /// <summary>Memory in use, in bytes, overhead included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Memory that may be used, in bytes (<c>Cache:MemoryMegabytes</c>).</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Number of lookups of segments that found theirs.</summary>
    public required long Hits { get; init; }

    /// <summary>Number of lookups of segments that did not find theirs.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits among the lookups, 0 to 1, to four decimals; null before the first lookup.</summary>
    public required double? HitRate { get; init; }
}

/// <summary>The cache in Redis, as this process sees it.</summary>
internal sealed record RedisLevelResponse
{
    /// <summary>State of the connection: <c>connecting</c>, <c>up</c>, or <c>down</c> (then the memory of this process alone serves).</summary>
    public required string State { get; init; }

    /// <summary>The reason why Redis is down, as the last attempt found it; null if it is not down.</summary>
    public required string? Failure { get; init; }

    /// <summary>Whether Redis stores values; false if it lately refused to, being full or a replica.</summary>
    public required bool Writable { get; init; }

    /// <summary>Hosts and ports of the Redis servers.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>The namespace of the entries that are visible here (<c>Cache:Redis:Namespace</c>).</summary>
    public required string Namespace { get; init; }

    /// <summary>Number of lookups, for segments that were not in memory, that found a valid value.</summary>
    public required long Hits { get; init; }

    /// <summary>Number of lookups that Redis answered without a value.</summary>
    public required long Misses { get; init; }

    /// <summary>Share of hits among the lookups that Redis answered, 0 to 1, to four decimals; null before the first.</summary>
    public required double? HitRate { get; init; }

    /// <summary>Number of misses because the value was damaged, too large, of another format or of another segment.</summary>
    public required long Corrupt { get; init; }

    /// <summary>Number of entries stored.</summary>
    public required long Written { get; init; }

    /// <summary>Number of entries that wait to be stored.</summary>
    public required int Queued { get; init; }

    /// <summary>Number of entries that were never stored because too many were waiting or the service stopped.</summary>
    public required long Dropped { get; init; }

    /// <summary>Lookups that failed; each counts all segments of a request once.</summary>
    public required RedisFaultsResponse ReadFaults { get; init; }

    /// <summary>Writes that failed; each counts a batch of entries once.</summary>
    public required RedisFaultsResponse WriteFaults { get; init; }
}

/// <summary>Number of calls to Redis that failed, for each reason.</summary>
internal sealed record RedisFaultsResponse
{
    /// <summary>Number of calls that took longer than their time limit.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Number of calls that failed: no connection, or an error of the server.</summary>
    public required long Failed { get; init; }

    /// <summary>Number of calls that were not made because Redis was known to be down.</summary>
    public required long Rejected { get; init; }
}
