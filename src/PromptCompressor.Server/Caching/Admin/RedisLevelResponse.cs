namespace PromptCompressor.Server.Caching.Admin;

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
