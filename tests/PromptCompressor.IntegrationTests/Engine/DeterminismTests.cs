using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Same text, same model, same output: alone, among others, in another process.</summary>
public sealed class DeterminismTests(EngineFixture fixture)
{
    private static readonly string Text = string.Join("\n\n", SampleTexts.Paragraphs("prose", 6));

    [Theory]
    [InlineData("xlmr-mini")]
    [InlineData("xlmr-mini-fast")]
    public async Task Compress_ConcurrentWithOthersOrRestarted_GivesTheSameBytes(string model)
    {
        var request = fixture.Request(Text);
        using var alone = EngineFixture.Start();
        using var busy = EngineFixture.Start();
        var expected = await EngineFixture.CompressAsync(alone, request, model);
        Assert.Null(expected.Skipped);

        var others = SampleTexts.Paragraphs("markdown", 50).Select(text => EngineFixture.CompressAsync(busy, fixture.Request(text), model)).ToArray();
        var among = await EngineFixture.CompressAsync(busy, request, model);
        await Task.WhenAll(others);

        Assert.Equal(expected.Joined, among.Joined);
        Assert.Equal(Scores(expected), Scores(among));
    }

    [Fact]
    public async Task Compress_SecondTime_ComesFromTheCacheWithTheSameBytes()
    {
        using var engine = EngineFixture.Start();
        var first = await EngineFixture.CompressAsync(engine, fixture.Request(Text), "xlmr-mini-fast");
        var second = await EngineFixture.CompressAsync(engine, fixture.Request(Text), "xlmr-mini-fast");
        var otherRate = await EngineFixture.CompressAsync(engine, fixture.Request(Text, rate: 0.3), "xlmr-mini-fast");
        Assert.Equal(first.Cache with { Hits = 0, Misses = first.Cache.Segments }, first.Cache);
        Assert.Equal(second.Cache with { Hits = second.Cache.Segments, Misses = 0 }, second.Cache);
        Assert.Equal(0, otherRate.Cache.Misses);
        Assert.Equal(first.Joined, second.Joined);
    }

    private static Score[] Scores(CompressionResult result) => [.. result.Texts[0].Words!.Select(word => word.Unit.Score)];
}
