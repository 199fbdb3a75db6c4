namespace PromptCompressor.Server.Caching.Admin;

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
