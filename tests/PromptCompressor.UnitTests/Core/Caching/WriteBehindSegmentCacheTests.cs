using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Caching;

public sealed class WriteBehindSegmentCacheTests
{
    private static readonly CacheScope Owner = new("default", "scores/3", "model", "hash");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RecordingCache _inner = new();

    [Fact]
    public async Task Set_SlowCache_ReturnsAtOnceAndStoresLater()
    {
        var gate = new TaskCompletionSource();
        _inner.Gate = gate.Task;
        await using var sut = new WriteBehindSegmentCache(_inner, 100);

        var set = SetAsync(sut, 0, 20);
        Assert.True(set.IsCompletedSuccessfully);
        gate.SetResult();
        await sut.DrainAsync(Patience);

        Assert.Equal((20, 0L), (_inner.Entries.Count, sut.Dropped));
    }

    [Fact]
    public async Task Set_FullQueue_DropsTheOldestAndCountsThem()
    {
        await using var sut = await BlockedAsync(capacity: 10, out var gate);

        await SetAsync(sut, 1, 25);
        Assert.Equal((10, 15L), (sut.Queued, sut.Dropped));
        gate.SetResult();
        await sut.DrainAsync(Patience);

        Assert.Equal([0, .. Enumerable.Range(16, 10)], _inner.Entries.Values.Select(value => BitConverter.ToInt32(value)).Order());
    }

    [Fact]
    public async Task Set_ManyRequests_AreStoredTogether()
    {
        await using var sut = await BlockedAsync(capacity: 5000, out var gate);
        for (var i = 0; i < 120; i++)
        {
            await SetAsync(sut, 1 + (i * 10), 10);
        }

        gate.SetResult();
        await sut.DrainAsync(Patience);

        Assert.Equal([1, 500, 500, 200], _inner.Sets);
    }

    [Fact]
    public async Task Discard_DropsWhatWaitsOfTheNamespace()
    {
        await using var sut = await BlockedAsync(capacity: 100, out var gate);
        await SetAsync(sut, 1, 30);

        await sut.SetManyAsync(new[] { SegmentKey.Of(new CacheScope("other", "scores/3", "model", "hash"), "kept") }, new byte[][] { [1] }, default);

        sut.Discard("default");
        gate.SetResult();
        await sut.DrainAsync(Patience);

        Assert.Equal((2, 30L), (_inner.Entries.Count, sut.Dropped));
    }

    [Fact]
    public async Task Drain_CacheThatHangs_GivesUpAfterItsPatience()
    {
        await using var sut = await BlockedAsync(capacity: 100, out _);
        await SetAsync(sut, 1, 30);

        await sut.DrainAsync(TimeSpan.FromMilliseconds(20)).WaitAsync(Patience);

        Assert.Equal((0, 31L), (sut.Queued, sut.Dropped));
    }

    [Fact]
    public async Task Set_CacheFails_WhatComesAfterIsStillStored()
    {
        await using var sut = await BlockedAsync(capacity: 5000, out var gate);
        await SetAsync(sut, 1, 600);
        var calls = 0;
        _inner.OnSet = () =>
        {
            if (++calls == 2)
            {
                throw new InvalidOperationException("the cache failed");
            }
        };

        gate.SetResult();
        await sut.DrainAsync(Patience);

        Assert.Equal([0, .. Enumerable.Range(501, 100)], _inner.Entries.Values.Select(value => BitConverter.ToInt32(value)).Order());
        Assert.Equal(500L, sut.Dropped);
    }

    [Fact]
    public async Task Set_AfterDrain_IsDropped()
    {
        await using var sut = new WriteBehindSegmentCache(_inner, 100);
        await sut.DrainAsync(Patience);

        await SetAsync(sut, 0, 3);

        Assert.Equal((0, 3L), (_inner.Entries.Count, sut.Dropped));
    }

    [Fact]
    public async Task Get_AsksTheCacheBehind()
    {
        await using var sut = new WriteBehindSegmentCache(_inner, 100);
        _inner.Entries[Key(1)] = [1];
        var values = new byte[]?[1];

        await sut.GetManyAsync(new[] { Key(1) }, values, default);

        Assert.Equal([1], values[0]!);
    }

    private static SegmentKey Key(int i) => SegmentKey.Of(Owner, $"{i}");

    private static ValueTask SetAsync(WriteBehindSegmentCache sut, int first, int count)
    {
        var numbers = Enumerable.Range(first, count).ToArray();
        return sut.SetManyAsync(numbers.Select(Key).ToArray(), numbers.Select(BitConverter.GetBytes).ToArray(), default);
    }

    /// <summary>A cache that is busy storing entry 0 until the gate opens.</summary>
    private Task<WriteBehindSegmentCache> BlockedAsync(int capacity, out TaskCompletionSource gate)
    {
        gate = new TaskCompletionSource();
        _inner.Gate = gate.Task;
        return StartAsync(capacity);
    }

    private async Task<WriteBehindSegmentCache> StartAsync(int capacity)
    {
        var sut = new WriteBehindSegmentCache(_inner, capacity);
        await SetAsync(sut, 0, 1);
        using var patience = new CancellationTokenSource(Patience);
        while (_inner.Sets.IsEmpty)
        {
            await Task.Delay(1, patience.Token);
        }

        return sut;
    }
}
