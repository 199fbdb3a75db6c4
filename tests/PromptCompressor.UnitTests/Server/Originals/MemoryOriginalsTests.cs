using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.UnitTests.Server.Originals;

/// <summary>Originals in this process: for a while, within a bound, and for their namespace alone.</summary>
public sealed class MemoryOriginalsTests
{
    private static readonly Tenant Other = new("other", "other");
    private static readonly Original Text = Of("what was said, ä €");

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryOriginals _store;

    public MemoryOriginalsTests() => _store = new MemoryOriginals(Options.Create(new OriginalsOptions { MemoryMegabytes = 1, TtlSeconds = 100 }), _time);

    [Fact]
    public async Task Original_ComesBack_CountsAndAll_ToItsNamespaceAlone()
    {
        Assert.True(await KeepAsync(Text));

        Assert.Equal(new RetrievedOriginal(Text, 1), await FindAsync(Text));
        Assert.Equal(new RetrievedOriginal(Text, 2), await FindAsync(Text));
        Assert.Null(await _store.FindAsync(Other, Text.Hash, CancellationToken.None));
        Assert.Null(await FindAsync(Of("another")));
    }

    [Fact]
    public async Task Original_Expires_UnlessItsTextComesAgain_AndReadingItIsNoReason()
    {
        await KeepAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(60));
        await KeepAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.NotNull(await FindAsync(Text));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync(Text));

        Assert.True(await KeepAsync(Text));
        Assert.Equal(1, (await FindAsync(Text))!.Retrievals);
    }

    [Fact]
    public async Task Memory_IsBounded_AndTheNewestStay()
    {
        var texts = Enumerable.Range(0, 200).Select(i => Of($"{i} " + new string('x', 20_000))).ToArray();
        foreach (var text in texts)
        {
            Assert.True(await KeepAsync(text));
        }

        Assert.NotNull(await FindAsync(texts[^1]));
        Assert.Null(await FindAsync(texts[0]));
        var left = 0;
        foreach (var text in texts)
        {
            left += await FindAsync(text) is null ? 0 : 1;
        }

        Assert.InRange(left, 10, 52);
    }

    [Fact]
    public async Task Original_ThatIsLargerThanItMayBe_IsNotKept_AndThatIsSaid()
    {
        var large = Of(new string('x', 100_000));

        Assert.False(await KeepAsync(large));
        Assert.Null(await FindAsync(large));
    }

    private static Original Of(string text) => new(OriginalHash.Of(text), text, 70_000, 4, 3);

    private ValueTask<bool> KeepAsync(Original original) => _store.TryKeepAsync(Tenant.Default, original, CancellationToken.None);

    private ValueTask<RetrievedOriginal?> FindAsync(Original original) => _store.FindAsync(Tenant.Default, original.Hash, CancellationToken.None);
}
