using CsCheck;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Caching;

public sealed class MemorySegmentCacheTests
{
    private static readonly CacheScope Owner = new("default", "scores/3", "model", "hash");

    [Fact]
    public async Task Get_StoredKeys_GivesTheirValuesAndLeavesTheRest()
    {
        var cache = new MemorySegmentCache(1 << 20);
        await cache.SetManyAsync(new[] { Key("a"), Key("b") }, new byte[][] { [1], [2, 3] }, default);
        var values = new byte[]?[3];
        await cache.GetManyAsync(new[] { Key("b"), Key("c"), Key("a") }, values, default);
        Assert.Equal([2, 3], values[0]!);
        Assert.Null(values[1]);
        Assert.Equal([1], values[2]!);
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public Task Store_AnySequence_StaysWithinTheBound() =>
        Gen.Int[0, 3000].Array[1, 300].SampleAsync(async sizes =>
        {
            var cache = new MemorySegmentCache(100_000);
            for (var i = 0; i < sizes.Length; i++)
            {
                await cache.SetManyAsync(new[] { Key($"k{i % 50}") }, new[] { new byte[sizes[i]] }, default);
                Assert.InRange(cache.Bytes, 0, 100_000);
            }
        });

    [Fact]
    public void Store_BeyondTheBound_DropsTheLeastRecentlyUsed()
    {
        var shard = new LruShard(3 * (100 + MemorySegmentCache.EntryOverhead));
        foreach (var name in new[] { "a", "b", "c" })
        {
            shard.Store(Key(name), new byte[100]);
        }

        Assert.NotNull(shard.Find(Key("a")));
        shard.Store(Key("d"), new byte[100]);
        Assert.Null(shard.Find(Key("b")));
        Assert.NotNull(shard.Find(Key("a")));
        Assert.Equal(3, shard.Count);
    }

    [Fact]
    public void Store_LargerThanTheBound_IsNotKeptAndEvictsNothing()
    {
        var shard = new LruShard(1000);
        shard.Store(Key("small"), new byte[10]);
        shard.Store(Key("huge"), new byte[2000]);
        Assert.NotNull(shard.Find(Key("small")));
        Assert.Null(shard.Find(Key("huge")));
    }

    [Fact]
    public void Clear_ForgetsTheNamespaceAlone()
    {
        var shard = new LruShard(10_000);
        var other = SegmentKey.Of(new CacheScope("other", "scores/3", "model", "hash"), "a");
        shard.Store(Key("a"), new byte[100]);
        shard.Store(other, new byte[100]);
        var bytes = shard.Bytes;

        Assert.Equal(1, shard.Clear("default"));

        Assert.Null(shard.Find(Key("a")));
        Assert.NotNull(shard.Find(other));
        Assert.Equal((1, bytes / 2), (shard.Count, shard.Bytes));
    }

    [Fact]
    public void KeyOf_OtherOwnerOrText_Differs()
    {
        Assert.Equal(Key("text"), Key("text"));
        Assert.NotEqual(Key("text"), Key("texu"));
        Assert.NotEqual(Key("text"), SegmentKey.Of(new CacheScope("default", "scores/3", "model", "other hash"), "text"));
        Assert.NotEqual(Key("text"), SegmentKey.Of(new CacheScope("default", "scores/3", "other", "hash"), "text"));
        Assert.NotEqual(Key("text"), SegmentKey.Of(new CacheScope("another", "scores/3", "model", "hash"), "text") with { Space = "default" });
    }

    private static SegmentKey Key(string text) => SegmentKey.Of(Owner, text);
}
