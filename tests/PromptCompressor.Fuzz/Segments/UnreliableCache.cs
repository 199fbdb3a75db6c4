using PromptCompressor.Core.Caching;

namespace PromptCompressor.Fuzz.Segments;

/// <summary>A memory cache that fails to store, which no cache should.</summary>
internal sealed class UnreliableCache(long maxBytes) : ISegmentCache
{
    private readonly MemorySegmentCache _inner = new(maxBytes);

    /// <summary>Called before values are stored; may throw.</summary>
    public Func<Task> OnStore { get; set; } = () => Task.CompletedTask;

    public ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation) =>
        _inner.GetManyAsync(keys, values, cancellation);

    public byte[]? Peek(SegmentKey key) => _inner.Peek(key);

    public async ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        await OnStore();
        await _inner.SetManyAsync(keys, values, cancellation);
    }
}
