using System.Threading.Channels;

namespace PromptCompressor.Core.Caching;

/// <summary>
/// Stores values in another cache after the caller has gone on: they wait in a bounded queue, which drops its oldest when it
/// is full, since the newest are the likeliest to be asked for again.
/// </summary>
public sealed class WriteBehindSegmentCache : ISegmentCache, IAsyncDisposable
{
    /// <summary>Values given to the inner cache at once, however many requests they come from.</summary>
    private const int BatchSize = 500;

    private readonly ISegmentCache _inner;
    private readonly Channel<Entry> _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private long _dropped;

    /// <param name="inner">Where the values go.</param>
    /// <param name="capacity">Most values that wait.</param>
    public WriteBehindSegmentCache(ISegmentCache inner, int capacity)
    {
        _inner = inner;
        _queue = Channel.CreateBounded<Entry>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Values that wait.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>Values that the inner cache was not given, or failed to store.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation) =>
        _inner.GetManyAsync(keys, values, cancellation);

    public byte[]? Peek(SegmentKey key) => _inner.Peek(key);

    public ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (!_queue.Writer.TryWrite(new Entry(keys.Span[i], values.Span[i])))
            {
                Interlocked.Increment(ref _dropped);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Drops what waits of a namespace.</summary>
    public void Discard(string space)
    {
        for (var left = Queued; left > 0 && _queue.Reader.TryRead(out var entry); left--)
        {
            if (entry.Key.Space == space || !_queue.Writer.TryWrite(entry))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <summary>Takes no more values and waits until those that it has are stored; after <paramref name="patience"/> the rest is dropped.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            while (_queue.Reader.TryRead(out _))
            {
                Interlocked.Increment(ref _dropped);
            }

            await _writing;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync(TimeSpan.Zero);
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        var keys = new List<SegmentKey>(BatchSize);
        var values = new List<byte[]>(BatchSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (keys.Count < BatchSize && _queue.Reader.TryRead(out var entry))
            {
                keys.Add(entry.Key);
                values.Add(entry.Value);
            }

            try
            {
                await _inner.SetManyAsync(keys.ToArray(), values.ToArray(), _stop.Token);
            }
            catch (Exception)
            {
                // Stopped, or a fault of the inner cache, which should handle its own. These values are lost; those after them need not be.
                Interlocked.Add(ref _dropped, keys.Count);
            }

            keys.Clear();
            values.Clear();
        }
    }

    private readonly record struct Entry(SegmentKey Key, byte[] Value);
}
