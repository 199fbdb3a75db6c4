namespace PromptCompressor.Server.Caching;

/// <summary>What has gone in and out of Redis since the process began. Thread-safe.</summary>
internal sealed class RedisCounters
{
    private long _hits;
    private long _misses;
    private long _corrupt;
    private long _written;

    /// <summary>Lookups that found a good value.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Lookups that Redis answered without one.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>Values that were short, damaged, too large, of another format or another segment. Misses too.</summary>
    public long Corrupt => Interlocked.Read(ref _corrupt);

    /// <summary>Values stored.</summary>
    public long Written => Interlocked.Read(ref _written);

    public void AddLookups(int hits, int misses)
    {
        Interlocked.Add(ref _hits, hits);
        Interlocked.Add(ref _misses, misses);
    }

    public void AddCorrupt() => Interlocked.Increment(ref _corrupt);

    public void AddWritten(int values) => Interlocked.Add(ref _written, values);
}
