using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>The pipeline's promises, whatever a model thinks of the words: here it thinks at random.</summary>
public sealed class ExtractiveCompressorTests
{
    private static readonly string?[] SomeQuestions = [null, null, "?", "When did Anna launch the payment?", "支払いデータ", "why"];

    private static readonly Gen<string?> Questions = Gen.Int[0, SomeQuestions.Length - 1].Select(i => SomeQuestions[i]);

    private static readonly string[] Tags = ["", "", "<llmlingua, rate=0.2>", "<llmlingua, rate=0.7>", "<llmlingua, compress=False>"];

    private static readonly Gen<string> Contexts = Gen.OneOf(
        Texts.Any,
        Gen.Select(Texts.Any, Gen.Int[0, Tags.Length - 1]).Array[1, 5].Select(parts =>
            string.Concat(parts.Select(part => Tags[part.Item2] + part.Item1 + (part.Item2 > 1 ? "</llmlingua>" : "")))));

    private static readonly Gen<CompressionRequest> Requests =
        Gen.Select(Contexts.Array[1, 4], Gen.Double[0.01, 1], Gen.Int[1, 60], Gen.Int[0, 15], Questions).Select((contexts, rate, target, flags, question) => new CompressionRequest
        {
            Contexts = contexts,
            Parts = PartsOf(contexts),
            Question = question,
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

            var budget = BudgetOf(request, result);
            Assert.True(result.CompressedTokens <= budget || result.BudgetMissed || result.Skipped is not null and not SkipReason.WithinBudget);
        });

    [Fact]
    public Task Compress_Tags_AreHeededAndGone() =>
        Requests.Where(request => request.Parts is not null).SampleAsync(async request =>
        {
            var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.DoesNotContain("llmlingua", result.Joined, StringComparison.Ordinal);
            for (var i = 0; i < request.Contexts.Count; i++)
            {
                foreach (var part in (request.Parts![i] ?? []).Where(part => part.IsWhole && !request.DropConsecutive))
                {
                    Assert.Contains(part.Span.Of(request.Contexts[i]).Trim().ToString(), result.Texts[i].Text, StringComparison.Ordinal);
                }
            }
        });

    [Fact]
    public Task Compress_SameRequest_SameOutput() =>
        Requests.SampleAsync(async request =>
        {
            var first = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);
            var second = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

            Assert.Equal(first.Joined, second.Joined);
        });

    [Fact]
    public Task Compress_QuestionWithoutAWord_IsNone() =>
        Requests.SampleAsync(async request =>
        {
            var with = await Sut(new RandomScorer()).CompressAsync(request with { Question = " ?! … 。 - a" }, CancellationToken.None);
            var without = await Sut(new RandomScorer()).CompressAsync(request with { Question = null }, CancellationToken.None);

            Assert.Equal((without.Joined, without.Threshold), (with.Joined, with.Threshold));
        });

    [Fact]
    public async Task Compress_AnotherQuestion_CostsNoInference()
    {
        var sut = Sut(new RandomScorer());
        var request = new CompressionRequest { Contexts = SampleTexts.Paragraphs("prose", 20), Rate = 0.2, Counter = new CharacterCounter() };
        var plain = await sut.CompressAsync(request, CancellationToken.None);
        var pump = await sut.CompressAsync(request with { Question = "What happened to the second pump?" }, CancellationToken.None);
        var boiler = await sut.CompressAsync(request with { Question = "Who found the leak near the boiler?" }, CancellationToken.None);

        Assert.Equal((0, 0), (pump.Cache.Misses, boiler.Cache.Misses));
        Assert.True(CountOf("pump", pump) > CountOf("pump", plain));
        Assert.True(CountOf("boiler", boiler) > CountOf("boiler", pump));

        static int CountOf(string word, CompressionResult result) => result.Joined.Split(word).Length - 1;
    }

    [Fact]
    public async Task Compress_PartsOfDifferentRates_EachKeepsItsOwn()
    {
        var prose = string.Join("\n", SampleTexts.Paragraphs("prose", 4));
        string[] contexts = [$"<llmlingua, rate=0.1>{prose}</llmlingua>\n--\n<llmlingua, rate=0.8>{prose}</llmlingua>\n--\n{prose}"];
        var request = new CompressionRequest { Contexts = contexts, Parts = PartsOf(contexts), Rate = 0.4, Counter = new CharacterCounter() };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        foreach (var part in request.Parts![0]!.Where(part => part.Span.Length > 100))
        {
            var kept = result.Texts[0].Slices.Sum(slice => Math.Max(0, Math.Min(slice.End, part.Span.End) - Math.Max(slice.Start, part.Span.Start)));
            var wanted = (part.Rate ?? 0.4) * prose.Length;
            Assert.InRange(kept, wanted - 30, wanted + 10);
        }
    }

    [Fact]
    public async Task Compress_TargetWithTags_HoldsForAllTogether()
    {
        var prose = SampleTexts.Paragraphs("prose", 1)[0];
        string[] contexts = [$"<llmlingua, compress=False>Keep me.</llmlingua> {prose}", $"{prose}<llmlingua, rate=0.5>{prose}</llmlingua>"];
        var request = new CompressionRequest { Contexts = contexts, Parts = PartsOf(contexts), TargetTokens = prose.Length, Counter = new CharacterCounter() };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        Assert.InRange(result.CompressedTokens, prose.Length - 20, prose.Length);
        Assert.StartsWith("Keep me.", result.Joined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TagInAJsonString_LeavesJson()
    {
        string[] contexts =
        [
            """
            {"id": "ord_8f3a2c91", "note": "<llmlingua, rate=0.2>Please wrap this one as a gift, with the blue paper if there is any left in the shop</llmlingua>", "log": "<llmlingua, compress=False>The parcel left the shop on Monday, as we said before.</llmlingua>", "qty": 3}
            """,
        ];
        var request = new CompressionRequest { Contexts = contexts, Parts = PartsOf(contexts), Rate = 0.5, Counter = new CharacterCounter(), Protect = ProtectionRules.Default };
        var result = await Sut(new RandomScorer()).CompressAsync(request, CancellationToken.None);

        var parsed = JsonNode.Parse(result.Joined)!;
        Assert.Equal(("ord_8f3a2c91", 3), ((string)parsed["id"]!, (int)parsed["qty"]!));
        Assert.Equal("The parcel left the shop on Monday, as we said before.", (string)parsed["log"]!);
        Assert.InRange(((string)parsed["note"]!).Length, 1, 20);
    }

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
        await cache.SetManyAsync(new[] { SegmentKey.Of(new SegmentOwner("default", scorer.Model.Id, scorer.Model.Sha256), text) }, new byte[][] { [1, 2, 3] }, default);
        var request = new CompressionRequest { Contexts = [text], Rate = 0.5, Counter = new CharacterCounter() };
        var result = await new ExtractiveCompressor(new SegmentScores(scorer, cache)).CompressAsync(request, CancellationToken.None);
        Assert.Equal(new CacheUse(1, 0, 1), result.Cache);
    }

    private static IReadOnlyList<TextPart>?[]? PartsOf(string[] contexts)
    {
        var all = contexts.Select(context => LlmlinguaTags.Read(context, out var parts) is null ? parts : throw new ArgumentException(context)).ToArray();
        return Array.TrueForAll(all, parts => parts is null) ? null : all;
    }

    /// <summary>With tags the parts count by their own rates.</summary>
    private static int BudgetOf(CompressionRequest request, CompressionResult result)
    {
        if (request.TargetTokens is { } target)
        {
            return target;
        }

        var parts = (request.Parts ?? []).SelectMany(parts => parts ?? []).Where(part => part.Rate is not null).ToArray();
        var rest = result.OriginTokens - parts.Sum(part => part.Span.Length);
        return (int)((request.Rate!.Value * rest) + 1e-9) + parts.Sum(part => (int)((part.Rate!.Value * part.Span.Length) + 1e-9));
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

        public ISegmentJob Begin(IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings) => new DirectJob(segments, ScoreAsync);

        private ValueTask<byte[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
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
