using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Counting;
using PromptCompressor.TestSupport;
using PromptCompressor.UnitTests.Core.Text.Protection;
using PromptCompressor.UnitTests.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>The pipeline's promises, whatever is asked for and whatever a model thinks of the words: here it thinks at random.</summary>
public sealed class PromiseTests(ITestOutputHelper output)
{
    /// <summary>White space beside a word, a part or a text, as the generated texts have it.</summary>
    private const int LongestGap = 4;

    private static readonly TokenCounters Counters = new();

    [Theory]
    [InlineData(null)]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4")]
    public async Task Compress_AnyRequest_KeepsItsPromises(string? tokenizer)
    {
        var (nextWords, thresholds) = (0, 0);
        await CompressionRequests.Any.SampleAsync(async request => await CheckAsync(request), iter: 150);
        await CompressionRequests.Ordered.SampleAsync(
            async request =>
            {
                var tried = await CheckAsync(request);
                Interlocked.Add(ref nextWords, tried.NextWord ? 1 : 0);
                Interlocked.Add(ref thresholds, tried.Threshold ? 1 : 0);
            },
            iter: 100);
        output.WriteLine($"Of 100 answers, {nextWords} had a next word and {thresholds} a threshold.");
        Assert.True(nextWords > 50 && thresholds > 60, $"Of 100 answers, {nextWords} had a next word and {thresholds} a threshold: that shows too little.");

        async Task<Tried> CheckAsync(CompressionRequest request)
        {
            var counted = tokenizer is null ? request : request with { Counter = Counters.Find(tokenizer)! };
            return Promises.Check(counted, await Sut().CompressAsync(counted, CancellationToken.None));
        }
    }

    /// <summary>Each part's rate is a share of the part, and all others of what is left.</summary>
    [Fact]
    public Task Compress_PartsWithRates_BudgetsAddUp() =>
        Gen.Select(CompressionRequests.Tagged, Gen.Double[0.01, 1], (any, rate) => any with { Rate = rate, TargetTokens = null }).SampleAsync(async request =>
        {
            var result = await Sut().CompressAsync(request, CancellationToken.None);

            var parts = request.Parts!.SelectMany(parts => parts ?? []).Where(part => part.Rate is not null).ToArray();
            string?[] around = [request.Before, request.After];
            var frame = string.Join("\n\n", around.Where(text => !string.IsNullOrEmpty(text))).Length;
            var rest = result.OriginTokens - frame - parts.Sum(part => part.Span.Length);

            // A rate is of what may be dropped: on top come what always stays, what words of one part need of others, and what is between two texts or parts.
            var always = Promises.FixedTokens(request, result) + (LongestGap * (request.Contexts.Count + parts.Length + parts.Length)) + result.Texts.SelectMany(text => text.Words!).Where(word => word.Reason == WordReason.Joined).Sum(word => word.Unit.Span.Length + LongestGap);
            var budget = frame + Share(request.Rate!.Value, rest) + parts.Sum(part => Share(part.Rate!.Value, part.Span.Length)) + always;
            Assert.True(result.CompressedTokens <= budget || result.BudgetMissed || result.Skipped is not null and not SkipReason.WithinBudget);

            static int Share(double rate, int length) => (int)((rate * length) + 1e-9);
        });

    /// <summary>What the cache holds, who asked before, in which order and how many at once: nothing of it shows in an answer.</summary>
    [Fact]
    public Task Compress_WithAnyCache_GivesTheSame() =>
        CompressionRequests.Any.Array[2, 4].SampleAsync(
            async requests =>
            {
                var alone = await InOrderAsync(requests, () => Sut(cacheBytes: 0));
                var shared = Sut();
                var tiny = Sut(cacheBytes: 2_000);

                Assert.Equal(alone, await InOrderAsync(requests, () => shared));
                Assert.Equal(alone, await InOrderAsync(requests, () => shared));
                Assert.Equal(Enumerable.Reverse(alone), await InOrderAsync([.. Enumerable.Reverse(requests)], () => tiny));
                var together = Sut();
                Assert.Equal(alone, await Task.WhenAll(requests.Select(async request => Told(await together.CompressAsync(request, CancellationToken.None)))));
            },
            iter: 30);

    /// <summary>One order decides what goes first, so what is kept at a lower rate is kept at a higher one.</summary>
    [Fact]
    public async Task Compress_HigherRate_KeepsWhatTheLowerOneKept()
    {
        var compared = 0;
        await Gen.Select(CompressionRequests.Any, Gen.Double[0.01, 0.9], Gen.Double[0.01, 0.9]).SampleAsync(async (any, one, other) =>
        {
            var request = any with { Parts = null, TargetTokens = null, ContextFilter = null };
            var low = await Sut().CompressAsync(request with { Rate = Math.Min(one, other) }, CancellationToken.None);
            var high = await Sut().CompressAsync(request with { Rate = Math.Max(one, other) }, CancellationToken.None);
            if (low.Skipped is not null || high.Skipped is not null || low.BudgetMissed || high.BudgetMissed || HasTooLarge(low) || HasTooLarge(high))
            {
                return;
            }

            // Smaller words stay in place of one that is too large for what is left. What only keeps two words apart comes and goes with them, and so do commas, brackets and quotation marks. One character is one token here, so more room is never fewer words.
            var (fewer, more) = (WordsOf(low), WordsOf(high));
            Assert.Subset(more, fewer);
            Assert.True(low.Threshold is null || high.Threshold <= low.Threshold);
            Interlocked.Increment(ref compared);
        });
        Assert.True(compared > 10, $"Only {compared} pairs could be compared: that shows nothing.");
    }

    [Fact]
    public Task Compress_Json_LeavesJsonOfTheSameShape() =>
        Gen.Select(JsonGen.Value, CompressionRequests.Any, Gen.Int[0, 3]).SampleAsync(
            async (value, any, tag) =>
            {
                // Force tokens may stand in it, but dropping repeated ones would be asking for broken JSON.
                var note = (tag == 0, tag == 1) switch
                {
                    (true, _) => "<llmlingua, rate=0.2>a b c d e f g h i j</llmlingua>",
                    (_, true) => "<llmlingua, compress=False>a b c d e f g h i j</llmlingua>",
                    _ => "a b c d e f g h i j",
                };
                var json = $"{{\"first\":{value},\"note\":\"{note}\"}}";
                string[] contexts = [json, "and something else"];
                var request = any with
                {
                    Contexts = contexts,
                    Parts = CompressionRequests.PartsOf(contexts),
                    Protect = ProtectionRules.Default,
                    DropConsecutive = false,
                    ContextFilter = null,
                };
                var result = await Sut().CompressAsync(request, CancellationToken.None);

                Assert.Equal(JsonShape.Of(JsonNode.Parse(TextPart.Content(json, request.Parts?[0]))), JsonShape.Of(JsonNode.Parse(result.Texts[0].Text)));
            },
            iter: 200);

    [Fact]
    public Task Compress_Table_LeavesATable() =>
        Gen.Select(TableGen.Table, CompressionRequests.Any).SampleAsync(
            async (table, any) =>
            {
                var request = any with { Contexts = ["Before it.\n\n" + table + "\n\nAfter it."], Parts = null, Protect = ProtectionRules.Default, DropConsecutive = false, ContextFilter = null };
                var result = await Sut().CompressAsync(request, CancellationToken.None);

                var head = table.Split('\n')[..2];
                var lines = result.Texts[0].Text.Split('\n').Select(line => line.TrimEnd()).ToList();
                var at = lines.IndexOf(head[1]);
                Assert.True(at > 0, result.Texts[0].Text);
                Assert.Equal(head[0], lines[at - 1]);
                var rows = table.Split('\n').Select(TableGen.CellsOf).ToList();
                var left = lines.Skip(at - 1).TakeWhile(line => line.Contains('|', StringComparison.Ordinal)).Select(TableGen.CellsOf);
                Assert.True(TableGen.IsSubsequence(left, rows));
            },
            iter: 200);

    private static async Task<string[]> InOrderAsync(CompressionRequest[] requests, Func<ExtractiveCompressor> sut)
    {
        var told = new string[requests.Length];
        for (var i = 0; i < told.Length; i++)
        {
            told[i] = Told(await sut().CompressAsync(requests[i], CancellationToken.None));
        }

        return told;
    }

    /// <summary>All of an answer but how long it took and what the cache saved.</summary>
    private static string Told(CompressionResult result) => string.Join('\u001f', result.Texts.SelectMany(text => text.Words!.Select(word => word.ToString()))
        .Prepend(result.Joined).Append($"{result.OriginTokens} {result.CompressedTokens} {result.Threshold} {result.Skipped} {result.BudgetMissed} {string.Join(',', result.DroppedContexts)}"));

    /// <summary>All that is neither a letter nor a digit of ASCII.</summary>
    private static readonly System.Buffers.SearchValues<char> Marks =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(code => (char)code).Where(mark => !char.IsLetterOrDigit(mark))]);

    private static bool HasTooLarge(CompressionResult result) => result.Texts.Any(text => text.Words!.Any(word => word.Reason == WordReason.TooLarge));

    private static HashSet<(int, TextSpan)> ChosenOf(CompressionResult result) =>
        [.. result.Texts.SelectMany((text, i) => text.Words!.Where(word => word.Reason is WordReason.Kept or WordReason.Forced or WordReason.Protected).Select(word => (i, word.Unit.Span)))];

    private static HashSet<(int, TextSpan)> WordsOf(CompressionResult result) =>
        [.. ChosenOf(result).Where(chosen => chosen.Item2.Of(result.Texts[chosen.Item1].Source).ContainsAnyExcept(Marks))];

    private static ExtractiveCompressor Sut(long cacheBytes = 1 << 20) => new(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(cacheBytes)));
}
