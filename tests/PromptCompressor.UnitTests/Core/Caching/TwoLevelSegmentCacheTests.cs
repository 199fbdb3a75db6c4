using CsCheck;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Caching;

public sealed class TwoLevelSegmentCacheTests
{
    private static readonly CacheScope Owner = new("default", "scores/3", "model", "hash");

    private readonly RecordingCache _near = new();
    private readonly RecordingCache _far = new();

    [Fact]
    public async Task Get_AllNear_AsksNobodyElse()
    {
        _near.Entries[Key("a")] = [1];

        Assert.Equal([1], (await GetAsync("a"))[0]!);

        Assert.Empty(_far.Gets);
    }

    [Fact]
    public async Task Get_SomeFar_AsksForThemInOneCallAndBringsThemNear()
    {
        _near.Entries[Key("a")] = [1];
        _far.Entries[Key("b")] = [2];
        _far.Entries[Key("d")] = [4];

        var values = await GetAsync("b", "a", "c", "d");

        Assert.Equal([[2], [1], null, [4]], values);
        Assert.Equal([3], _far.Gets);
        Assert.Equal([1, 2, 4], _near.Entries.Values.Select(value => (int)value[0]).Order());
    }

    [Fact]
    public async Task Find_TellsTheLevelOfEach()
    {
        _near.Entries[Key("a")] = [1];
        _far.Entries[Key("b")] = [2];
        var origins = new ValueSource[3];

        await CreateSut().FindManyAsync(new[] { Key("b"), Key("a"), Key("c") }, new byte[]?[3], origins, default);

        Assert.Equal([ValueSource.Shared, ValueSource.Memory, ValueSource.Computed], origins);
    }

    [Fact]
    public async Task Set_GoesToBoth()
    {
        await CreateSut().SetManyAsync(new[] { Key("a") }, new byte[][] { [1] }, default);

        Assert.Equal([1], _near.Entries[Key("a")]);
        Assert.Equal([1], _far.Entries[Key("a")]);
    }

    [Fact]
    public async Task Peek_SeesOnlyWhatIsNear()
    {
        var sut = new TwoLevelSegmentCache(new MemorySegmentCache(1 << 20), _far);
        _far.Entries[Key("a")] = [1];
        Assert.Null(sut.Peek(Key("a")));

        await sut.GetManyAsync(new[] { Key("a") }, new byte[]?[1], default);

        Assert.Equal([1], sut.Peek(Key("a"))!);
    }

    /// <summary>Whatever either level loses, what is found is what was stored last under that key.</summary>
    [Fact]
    public Task Get_AfterAnything_GivesWhatWasStoredOrNothing() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Byte).Array[1, 60].SampleAsync(async steps =>
        {
            var far = new RecordingCache();
            var sut = new TwoLevelSegmentCache(new MemorySegmentCache(400), far);
            var stored = new Dictionary<int, byte>();
            foreach (var (key, step, value) in steps)
            {
                if (step == 0)
                {
                    await sut.SetManyAsync(new[] { Key($"{key}") }, new byte[][] { [value] }, default);
                    stored[key] = value;
                }
                else if (step == 1)
                {
                    far.Entries.TryRemove(Key($"{key}"), out _);
                }
                else
                {
                    var found = new byte[]?[2];
                    await sut.GetManyAsync(new[] { Key($"{key}"), Key($"{(key + 1) % 8}") }, found, default);
                    Assert.True(found[0] is null || found[0]![0] == stored[key]);
                    Assert.True(found[1] is null || found[1]![0] == stored[(key + 1) % 8]);
                }
            }
        });

    private static SegmentKey Key(string text) => SegmentKey.Of(Owner, text);

    private TwoLevelSegmentCache CreateSut() => new(_near, _far);

    private async Task<byte[]?[]> GetAsync(params string[] texts)
    {
        var values = new byte[]?[texts.Length];
        await CreateSut().GetManyAsync(texts.Select(Key).ToArray(), values, default);
        return values;
    }
}
