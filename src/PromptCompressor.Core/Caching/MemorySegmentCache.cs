namespace PromptCompressor.Core.Caching;

/// <summary>The first cache level: least recently used within a bound of bytes, in this process alone.</summary>
public sealed class MemorySegmentCache : ISegmentCache
{
    /// <summary>What an entry costs beside its value: key, list node, dictionary slot, array header.</summary>
    internal const int EntryOverhead = 192;

    private const int ShardCount = 16;

    private readonly LruShard[] _shards = new LruShard[ShardCount];
    private long _hits;
    private long _misses;

    /// <param name="maxBytes">Bound on the memory of all entries together, overhead counted in; 0 stores nothing.</param>
    public MemorySegmentCache(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        MaxBytes = maxBytes;
        for (var i = 0; i < ShardCount; i++)
        {
            _shards[i] = new LruShard(maxBytes / ShardCount);
        }
    }

    public long MaxBytes { get; }

    public int Count => _shards.Sum(shard => shard.Count);

    public long Bytes => _shards.Sum(shard => shard.Bytes);

    /// <summary>Lookups that found their key.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Lookups that did not.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    public ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation)
    {
        var hits = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys.Span[i];
            if (ShardOf(key).Find(key) is { } value)
            {
                values.Span[i] = value;
                hits++;
            }
        }

        Interlocked.Add(ref _hits, hits);
        Interlocked.Add(ref _misses, keys.Length - hits);
        return ValueTask.CompletedTask;
    }

    public byte[]? Peek(SegmentKey key) => ShardOf(key).Find(key);

    public ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            Set(keys.Span[i], values.Span[i]);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Stores one value; the array belongs to the cache from then on and must not be changed.</summary>
    public void Set(SegmentKey key, byte[] value) => ShardOf(key).Store(key, value);

    /// <summary>Forgets a namespace.</summary>
    /// <returns>How many entries it had.</returns>
    public int Clear(string space) => _shards.Sum(shard => shard.Clear(space));

    private LruShard ShardOf(SegmentKey key) => _shards[key.B % ShardCount];
}
