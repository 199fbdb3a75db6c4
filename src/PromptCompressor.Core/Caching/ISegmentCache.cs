namespace PromptCompressor.Core.Caching;

/// <summary>
/// Holds what a model computed for segments: opaque bytes under <see cref="SegmentKey"/>s. A cache may lose anything at any
/// time and never fails: a fault is a miss.
/// </summary>
public interface ISegmentCache
{
    /// <summary>Looks all keys up at once; sets <c>values[i]</c> where <c>keys[i]</c> is found and leaves the others as they are.</summary>
    ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation);

    /// <summary>Works like <see cref="GetManyAsync"/>, and says where: sets <c>origins[i]</c> where <c>keys[i]</c> is found.</summary>
    async ValueTask FindManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, Memory<ValueSource> origins, CancellationToken cancellation)
    {
        await GetManyAsync(keys, values, cancellation);
        for (var i = 0; i < origins.Length; i++)
        {
            if (values.Span[i] is not null)
            {
                origins.Span[i] = ValueSource.Memory;
            }
        }
    }

    /// <summary>What can be had without waiting; null where a look would take a round trip.</summary>
    byte[]? Peek(SegmentKey key) => null;

    /// <summary>Stores all values; the arrays belong to the cache from then on and must not be changed.</summary>
    ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation);
}
