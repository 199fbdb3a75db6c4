namespace PromptCompressor.Server.Caching.Admin;

/// <summary>What was forgotten.</summary>
internal sealed record ClearCacheResponse
{
    /// <summary>Entries of the namespace in this process's memory.</summary>
    public required int MemoryEntries { get; init; }

    /// <summary>Keys of the namespace in Redis; null without Redis.</summary>
    public required long? RedisKeys { get; init; }
}
