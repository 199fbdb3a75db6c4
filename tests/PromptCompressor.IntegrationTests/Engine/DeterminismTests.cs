using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.IntegrationTests.Support;
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

        var others = SampleTexts.Paragraphs("markdown", 20).Select(text => EngineFixture.CompressAsync(busy, fixture.Request(text), model)).ToArray();
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

    /// <summary>Whether the text or the question was cached, what else ran, and what was asked before change nothing of what a question keeps.</summary>
    [Theory]
    [InlineData("xlmr-mini")]
    [InlineData("xlmr-mini-fast")]
    public async Task Compress_Question_GivesTheSameBytesInAnyStateOfTheCache(string model)
    {
        var foreign = string.Join(' ', Texts.Foreign);
        var request = fixture.Request(foreign, rate: 0.4) with { Question = "À quel jour la réunion est-elle reportée ?", Explain = true };
        using var alone = EngineFixture.Start();
        using var busy = EngineFixture.Start();
        var expected = await EngineFixture.CompressAsync(alone, request, model);
        Assert.Contains(expected.Texts[0].Explanation!.Sentences, sentence => sentence.Relevance.Semantic > 0);

        var others = SampleTexts.Paragraphs("markdown", 12).Select(text => EngineFixture.CompressAsync(busy, fixture.Request(text) with { Question = text }, model)).ToArray();
        await EngineFixture.CompressAsync(busy, fixture.Request(foreign, rate: 0.6), model);
        var textCached = await EngineFixture.CompressAsync(busy, request, model);
        await EngineFixture.CompressAsync(alone, request with { Question = "Who?" }, model);
        var allCached = await EngineFixture.CompressAsync(alone, request, model);
        await Task.WhenAll(others);

        Assert.Equal((0, 0), (textCached.Cache.Misses, allCached.Cache.Misses));
        Assert.All([textCached, allCached], result => Assert.Equal(expected.Joined, result.Joined));
        Assert.All([textCached, allCached], result => Assert.Equal(expected.Texts[0].Explanation!.Sentences, result.Texts[0].Explanation!.Sentences));
    }

    private static Score[] Scores(CompressionResult result) => [.. result.Texts[0].Words!.Select(word => word.Unit.Score)];
}
