using System.Collections.Concurrent;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Caching;

/// <summary>A cache that tells what was asked of it, and can be made to wait.</summary>
internal sealed class RecordingCache : ISegmentCache
{
    public ConcurrentDictionary<SegmentKey, byte[]> Entries { get; } = new();

    public ConcurrentQueue<int> Gets { get; } = new();

    public ConcurrentQueue<int> Sets { get; } = new();

    /// <summary>Called before anything is stored; may throw.</summary>
    public Action OnSet { get; set; } = () => { };

    /// <summary>Storing waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation)
    {
        Gets.Enqueue(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            values.Span[i] = Entries.GetValueOrDefault(keys.Span[i]) ?? values.Span[i];
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        Sets.Enqueue(keys.Length);
        await Gate.WaitAsync(cancellation);
        OnSet();
        for (var i = 0; i < keys.Length; i++)
        {
            Entries[keys.Span[i]] = values.Span[i];
        }
    }
}
