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
