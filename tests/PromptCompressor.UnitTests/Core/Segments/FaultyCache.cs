using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Segments;

/// <summary>A memory cache that breaks the contract where a test says so.</summary>
internal sealed class FaultyCache : ISegmentCache
{
    private readonly MemorySegmentCache _inner = new(1 << 20);

    /// <summary>Called after a lookup, before its result is returned; may throw.</summary>
    public Action OnFound { get; set; } = () => { };

    /// <summary>Called before values are stored; may throw.</summary>
    public Action OnStore { get; set; } = () => { };

    public async ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation)
    {
        await _inner.GetManyAsync(keys, values, cancellation);
        OnFound();
    }

    public byte[]? Peek(SegmentKey key) => _inner.Peek(key);

    public ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        OnStore();
        return _inner.SetManyAsync(keys, values, cancellation);
    }
}
