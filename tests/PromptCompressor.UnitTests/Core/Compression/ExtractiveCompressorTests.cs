using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>The pipeline's promises, whatever a model thinks of the words: here it thinks at random.</summary>
public sealed class ExtractiveCompressorTests
{
    private static readonly Gen<CompressionRequest> Requests =
        Gen.Select(Texts.Any.Array[1, 4], Gen.Double[0.01, 1], Gen.Int[1, 60], Gen.Int[0, 15]).Select((contexts, rate, target, flags) => new CompressionRequest
        {
            Contexts = contexts,
            Counter = new CharacterCounter(),
            Rate = (flags & 1) == 0 ? rate : null,
            TargetTokens = (flags & 1) == 1 ? target : null,
            MinProbability = (flags & 2) == 0 ? 0 : 0.4,
            Protect = (flags & 4) == 0 ? ProtectionRules.Default : [],
            ForceTokens = (flags & 8) == 0 ? [] : ["launch", ".", "\n"],
            DropConsecutive = (flags & 8) == 8,
            ForceReserveDigit = flags == 15,
        });

    [Fact]
    public Task Compress_AnyRequest_KeepsItsPromises() =>
        Requests.SampleAsync(async request =>
        {
            var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.Equal(request.Contexts.Count, result.Texts.Count);
            Assert.Equal(string.Join("\n\n", result.Texts.Select(text => text.Text)), result.Joined);
            Assert.Equal(request.Counter.Count(result.Joined), result.CompressedTokens);
            Assert.True(result.CompressedTokens <= result.OriginTokens);
            foreach (var text in result.Texts)
            {
                Assert.Equal(text.Text, string.Concat(text.Slices.Select(slice => slice.Of(text.Source).ToString())));
                Assert.All(text.Slices.Zip(text.Slices.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
                Assert.All(text.Words, word => Assert.True(word.Kept || !word.Unit.IsFixed || request.DropConsecutive));
            }

            var budget = request.TargetTokens ?? (int)((request.Rate!.Value * result.OriginTokens) + 1e-9);
            Assert.True(result.CompressedTokens <= budget || result.BudgetMissed || result.Skipped is SkipReason.NoWords);
        });

    [Fact]
    public async Task Compress_JsonAtLowRate_StillParsesWithTheSameKeysAndNumbers()
    {
        const string json = """
            {"order": "ord_8f3a2c91", "total": 1499.5, "note": "Please wrap this one as a gift, with the blue paper if there is any left in the shop", "paid": false, "lines": [{"sku": "A-17", "qty": 3}]}
            """;
        var request = new CompressionRequest { Contexts = [json], Rate = 0.1, Counter = new CharacterCounter(), Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
        Assert.True(result.BudgetMissed);
        var parsed = JsonNode.Parse(result.Joined)!;
        Assert.Equal(1499.5, parsed["total"]!.GetValue<double>());
        Assert.Equal("ord_8f3a2c91", parsed["order"]!.GetValue<string>());
        Assert.Equal("A-17", parsed["lines"]![0]!["sku"]!.GetValue<string>());
        Assert.True(parsed["note"]!.GetValue<string>().Length < 30);
    }

    [Fact]
    public async Task Compress_EqualSegmentsInOneRequest_AreScoredOnce()
    {
        var scorer = new RandomScorer();
        var text = SampleTexts.Paragraphs("prose", 1)[0];
        var request = new CompressionRequest { Contexts = [text, text, text], Rate = 0.5, Counter = new CharacterCounter() };
        var result = await Sut(scorer).CompressAsync(request, CancellationToken.None);
        Assert.Equal(result.Cache.Misses, scorer.Calls);
        Assert.Equal(result.Cache.Segments, 3 * scorer.Calls);
    }

    [Fact]
    public async Task Compress_CodeFence_CostsNoInference()
    {
        var scorer = new RandomScorer();
        var fence = "```\n" + SampleTexts.Paragraphs("code", 1)[0] + "\n```";
        var request = new CompressionRequest { Contexts = [fence], Rate = 0.5, Counter = new CharacterCounter(), Protect = ProtectionRules.Default };
        var result = await Sut(scorer).CompressAsync(request, CancellationToken.None);
        Assert.Equal(fence, result.Joined);
        Assert.Equal(0, scorer.Calls);
    }

    [Fact]
    public async Task Compress_ModelFailsMidway_KeepsWhatWasScored()
    {
        var cache = new MemorySegmentCache(1 << 20);
        var text = string.Join("\n\n", SampleTexts.Paragraphs("prose", 12));
        var request = new CompressionRequest { Contexts = [text], Rate = 0.5, Counter = new CharacterCounter() };
        var failing = new ExtractiveCompressor(new SegmentScores(new RandomScorer { FailAt = 6 }, cache));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.CompressAsync(request, CancellationToken.None));

        var result = await new ExtractiveCompressor(new SegmentScores(new RandomScorer(), cache)).CompressAsync(request, CancellationToken.None);
        Assert.InRange(result.Cache.Hits, 4, 6);
    }

    [Fact]
    public async Task Compress_CachedValueOfOtherLength_IsAMiss()
    {
        var cache = new MemorySegmentCache(1 << 20);
        var scorer = new RandomScorer();
        const string text = "A short note about the harbour.";
        await cache.SetManyAsync(new[] { SegmentKey.Of(SegmentKey.Owner(scorer.Model.Id, scorer.Model.Sha256), text) }, new byte[][] { [1, 2, 3] }, default);
        var request = new CompressionRequest { Contexts = [text], Rate = 0.5, Counter = new CharacterCounter() };
        var result = await new ExtractiveCompressor(new SegmentScores(scorer, cache)).CompressAsync(request, CancellationToken.None);
        Assert.Equal(new CacheUse(1, 0, 1), result.Cache);
    }

    private static ExtractiveCompressor Sut(ISegmentScorer scorer) => new(new SegmentScores(scorer, new MemorySegmentCache(1 << 20)));

    /// <summary>One token a character: every budget is met to the character.</summary>
    private sealed class CharacterCounter : ITokenCounter
    {
        public string Name => "characters";

        public bool IsExact => true;

        public int Count(ReadOnlySpan<char> text) => text.Length;
    }

    private sealed class RandomScorer : ISegmentScorer
    {
        private int _calls;

        public int Calls => _calls;

        public int FailAt { get; init; } = int.MaxValue;

        public ModelIdentity Model { get; } = new("random", "0");

        public int Parallelism => 2;

        public ValueTask<byte[]> ScoreAsync(SegmentText segment, StageTimings timings, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _calls) > FailAt)
            {
                throw new InvalidOperationException("the model failed");
            }

            var scores = new byte[segment.Words.Count];
            new Random(segment.Words.Count).NextBytes(scores);
            return ValueTask.FromResult(scores);
        }
    }
}
