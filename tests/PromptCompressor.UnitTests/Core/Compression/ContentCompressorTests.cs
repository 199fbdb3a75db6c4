using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>What becomes of texts that are more than prose; a model that thinks of words at random will do.</summary>
public sealed class ContentCompressorTests
{
    private const string Failure = "2031-04-17 03:14:02.118 ERROR [pay] settlement 4711 failed: connection refused";

    private const string Pods = """
        NAME                       READY   STATUS             RESTARTS   AGE
        checkout-7d9f8b6c5-2xk4p   1/1     Running            0          3d
        checkout-7d9f8b6c5-9qv7m   0/1     CrashLoopBackOff   17         3d
        ledger-5f6d7c8b9-4hj2n     1/1     Running            0          12d
        mailer-6b7c8d9f5-8wz3r     1/1     Running            1          12d
        """;

    private static readonly string Prose = string.Join("\n\n", SampleTexts.Paragraphs("prose", 3));

    private static readonly string Log = string.Join('\n', Enumerable.Range(0, 60).Select(i => i == 40 ? Failure
        : string.Create(CultureInfo.InvariantCulture, $"2031-04-17 03:{i:00}:00.{i * 7 % 1000:000} INFO [{(i % 3 == 0 ? "http" : "queue")}] request {1000 + (i * 13)} for /orders/{i} done in {i * 3} ms")));

    private static readonly string Json = new JsonArray([.. Enumerable.Range(0, 40).Select(i =>
        (JsonNode)new JsonObject { ["id"] = i, ["town"] = (i % 4) switch { 0 => "Oslo", 1 => "Lund", 2 => "Rome", _ => "Ghent" }, ["total"] = (i * 37) + 100, ["open"] = i % 2 == 0 })]).ToJsonString();

    [Fact]
    public async Task Compress_AllProse_AsTheCompressorOfWords()
    {
        foreach (var rate in new[] { 0.2, 0.5, 0.8, 1 })
        {
            var request = Request(rate, Prose, "  \n" + SampleTexts.Paragraphs("prose", 6)[5] + "\n", "");
            var (words, content) = (await Words().CompressAsync(request, CancellationToken.None), await Sut().CompressAsync(request, CancellationToken.None));

            Assert.Equal((words.Joined, words.CompressedTokens, words.Threshold, words.Skipped), (content.Joined, content.CompressedTokens, content.Threshold, content.Skipped));
            Assert.Equal(words.Texts.Select(text => text.Text), content.Texts.Select(text => text.Text));
            Assert.All(content.Texts, text => Assert.All(text.Blocks!, block => Assert.Equal(text.Text == text.Source ? [] : [BlockOutcome.Words], block.Methods)));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    public async Task Compress_Mixed_MeetsTheBudgetAndKeepsOrderAndFailure(double rate)
    {
        var request = Request(rate, $"{Prose}\n\n{Log}\n\n\n{Prose}\n\n{Json}\n");
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.False(result.BudgetMissed);
        Assert.Null(result.Skipped);
        Assert.InRange(result.CompressedTokens, rate * 0.85 * result.OriginTokens, rate * result.OriginTokens);
        Assert.Equal(result.Joined.Length, result.CompressedTokens);
        Assert.Equal([ContentKind.Prose, ContentKind.Log, ContentKind.Prose, ContentKind.Json], result.Texts[0].Blocks!.Select(block => block.Kind));
        Assert.Contains($"\n{Failure}\n", result.Joined, StringComparison.Ordinal);
        Assert.Matches(@"\n\n\n", result.Joined);
        Assert.Contains("\n\n{\"columns\":", result.Joined, StringComparison.Ordinal);
        var table = JsonNode.Parse(result.Joined[(result.Joined.IndexOf("\n\n{\"columns\"", StringComparison.Ordinal) + 2)..])!;
        Assert.Equal(40, (int)table["count"]!);
        var originals = JsonNode.Parse(Json)!.AsArray().ToDictionary(row => (int)row!["id"]!, row => row!);
        Assert.All(table["rows"]!.AsArray(), row => Assert.Equal((int)originals[(int)row![0]!]["total"]!, (int)row![2]!));
    }

    [Fact]
    public async Task Compress_TargetTokens_IsMet()
    {
        var request = Request(null, $"{Prose}\n\n{Log}", Json) with { TargetTokens = 2500, Before = "Say what failed.", After = "Which settlement?" };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.InRange(result.CompressedTokens, 1, 2500);
        Assert.StartsWith("Say what failed.\n\n", result.Joined, StringComparison.Ordinal);
        Assert.EndsWith("\n\nWhich settlement?", result.Joined, StringComparison.Ordinal);
        Assert.Equal(2, result.Texts.Count);
    }

    [Fact]
    public async Task Compress_Blocks_CoverTheTextAndSayWhatIsGone()
    {
        var text = $"{Prose}\n\n{Log}\n\n{Json}";
        var blocks = (await Sut().CompressAsync(Request(0.4, text), CancellationToken.None)).Texts[0].Blocks!;

        Assert.Equal((0, text.Length), (blocks[0].Span.Start, blocks[^1].Span.End));
        Assert.All(blocks.Skip(1).Zip(blocks), pair => Assert.Equal(pair.Second.Span.End, pair.First.Span.Start));
        Assert.All(blocks, block => Assert.True(block.CompressedTokens < block.OriginTokens && !block.Lossless && block.Methods.Count > 0));
        Assert.All(blocks.Where(block => block.Kind != ContentKind.Prose), block => Assert.InRange(block.OmittedRecords, 1, 60));
    }

    [Fact]
    public async Task Compress_FloorAlone_LosesNoRecord()
    {
        var request = Request(null, $"{Prose}\n\n{Json}") with { MinProbability = 0.5 };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.All(result.Texts[0].Blocks!.Where(block => block.Kind == ContentKind.Json), block => Assert.True(block.Lossless));
        Assert.True(result.CompressedTokens < result.OriginTokens);
    }

    [Fact]
    public async Task Compress_NotUnderstood_StaysAndIsOverTheBudget()
    {
        const string config = "server:\n  port: 8080\n  host: example.org\nlimits:\n  size: 40\n  rate: 7\nnames:\n  - one\n  - two\n  - three\n";
        var result = await Sut().CompressAsync(Request(0.3, config), CancellationToken.None);

        Assert.Equal((config, SkipReason.NoGain, true), (result.Joined, result.Skipped, result.BudgetMissed));
    }

    [Fact]
    public async Task Compress_Question_KeepsTheRecordsThatAnswerIt()
    {
        const string asked = "request 1247 for /orders/19";
        var without = await Sut().CompressAsync(Request(0.2, Log), CancellationToken.None);
        var with = await Sut().CompressAsync(Request(0.2, Log) with { Question = "How long did order request 1247 take?" }, CancellationToken.None);

        Assert.DoesNotContain(asked, without.Joined, StringComparison.Ordinal);
        Assert.Contains(asked, with.Joined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_ForAnAgent_NeedsNoMoreOfALogThanItsFactsAndLeavesCode()
    {
        const string code = "```csharp\nif (left is null)\n{\n    throw new InvalidOperationException(\"nothing is left of it\");\n}\n```";
        var result = await Sut().CompressAsync(Request(0.5, $"{Log}\n\n{code}") with { Content = new ContentRules { FillBudget = false, Outline = false } }, CancellationToken.None);

        Assert.Contains(Failure, result.Joined, StringComparison.Ordinal);
        Assert.EndsWith(code, result.Joined, StringComparison.Ordinal);
        Assert.InRange(result.CompressedTokens, 1, 0.35 * result.OriginTokens);
    }

    [Fact]
    public async Task Compress_DiffThatEndsInABlankLine_IsReduced()
    {
        var context = string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $" line {i} of the text\n")));
        var diff = $"diff --git a/a.txt b/a.txt\nindex 3f1c09a..b7d2e54 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1,43 +1,43 @@\n{context}-old\n+new\n \n \n";
        var result = await Sut().CompressAsync(Request(0.5, diff), CancellationToken.None);

        Assert.EndsWith("@@ -40,3 +40,3 @@\n line 39 of the text\n-old\n+new\n \n", result.Joined, StringComparison.Ordinal);
    }

    [Fact]
    public void Relevance_TermOfManyRecords_RanksThemAndAnswersNothing()
    {
        var relevance = RecordRelevance.Of("What did http do for order 1247?", Log, ContentKind.Log)!;
        Assert.InRange(relevance("request 1247 for /orders/19 done"), 0.5, 1);
        Assert.Equal(0, RecordRelevance.Of("order1247", Log.Replace("/orders/19 ", "order1247 ", StringComparison.Ordinal), ContentKind.Log)!("order1248"));
        var ofSome = RecordRelevance.Of("part4", string.Join('\n', Enumerable.Range(0, 60).Select(i => $"row {i} of part{i % 5}")), ContentKind.Csv)!;
        Assert.InRange(ofSome("row 4 of part4"), 0.001, 0.05);
    }

    [Fact]
    public void Relevance_TermOfEveryRecord_CountsForNothing()
    {
        Assert.Null(RecordRelevance.Of("Which orders are done?", Log, ContentKind.Log));
        var relevance = RecordRelevance.Of("Is order 1247 done?", Log, ContentKind.Log)!;
        Assert.Equal((1, 0), (relevance("request 1247 for /orders/19 done"), relevance("request 1260 for /orders/20 done")));
    }

    [Fact]
    public Task Compress_Anything_KeepsItsPromises() =>
        CompressionRequests.Any.SampleAsync(
            async any =>
            {
                var request = any;
                var result = await Sut().CompressAsync(request, CancellationToken.None);
                var again = await Sut().CompressAsync(request, CancellationToken.None);

                Assert.Equal(result.Joined, again.Joined);
                Assert.Equal(request.Contexts.Count, result.Texts.Count);
                Assert.Equal(request.Counter.Count(result.Joined), result.CompressedTokens);
                Assert.InRange(result.CompressedTokens, 0, result.OriginTokens);
                Assert.All(result.Texts, AssertAccountedFor);

                // A target is a bound, which the question behind the texts can use up; a rate never leaves nothing.
                if (request is { TargetTokens: null, Rate: not null, MinProbability: <= 0, Parts: null, ContextFilter: null })
                {
                    Assert.Equal(string.IsNullOrWhiteSpace(string.Concat(request.Contexts)), string.IsNullOrWhiteSpace(string.Concat(result.Texts.Select(text => text.Text))));
                }

                // Of words alone a rate is of what may be dropped, and their compressor keeps that promise.
                var isWordsAtARate = request.TargetTokens is null && result.Texts.All(text => text.Blocks!.All(block => block.Kind.IsProse() || block.Span.Of(text.Source).IsWhiteSpace()));
                var own = request.Parts is not null && request.TargetTokens is null;
                Assert.True(own || isWordsAtARate || result.BudgetMissed || result.Skipped == SkipReason.NoWords || !(result.CompressedTokens > CountedTexts.Of(request).BudgetOf(request)));
            },
            iter: 300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compress_Mixed_AccountsForEveryPiece(bool explain)
    {
        foreach (var reshape in new[] { true, false })
        {
            var request = Request(0.5, $"{Prose}\n\n{Log}\n\n{Json}\n\n{Pods}") with { Explain = explain, Content = new ContentRules { Reshape = reshape } };
            var text = (await Sut().CompressAsync(request, CancellationToken.None)).Texts[0];

            AssertAccountedFor(text);
            Assert.NotEmpty(text.Written);
            var lines = text.Words!.Where(word => word.IsStructure && text.Blocks!.Single(block => block.Span.Overlaps(word.Unit.Span)).Kind == ContentKind.Log).ToArray();
            Assert.Equal(60, lines.Length);
            Assert.All(lines, line => Assert.Equal(line.Reason == WordReason.Whole, text.Slices!.Any(slice => slice.Start <= line.Unit.Span.Start && line.Unit.Span.End <= slice.End)));
            Assert.Equal(WordReason.Whole, lines[40].Reason);
            Assert.Equal(explain, text.Explanation is { Segments.Count: > 0 });
        }
    }

    [Fact]
    public async Task Compress_Tags_HoldBesideStructure()
    {
        const string whole = "<llmlingua, compress=False>Do not touch the settlement 4711 at all.</llmlingua>";
        var texts = new[] { $"{whole}\n\n{Log}", $"{Prose}\n\n<llmlingua, rate=0.1>{Log}</llmlingua>\n\n<llmlingua, rate=0.9>{Log}</llmlingua>" };
        var request = Request(0.4, texts) with { Parts = CompressionRequests.PartsOf(texts) };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.StartsWith("Do not touch the settlement 4711 at all.\n\n", result.Texts[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("llmlingua", result.Joined, StringComparison.Ordinal);
        var logs = result.Texts[1].Blocks!.Where(block => block.Kind == ContentKind.Log).ToArray();
        Assert.InRange(logs[0].CompressedTokens / (double)logs[0].OriginTokens, 0.01, 0.15);
        Assert.InRange(logs[1].CompressedTokens / (double)logs[1].OriginTokens, 0.5, 0.9);
        Assert.Equal((4, 2), (result.Texts[1].Words!.Count(word => word.Reason == WordReason.Tag), result.Texts[0].Words!.Count(word => word.Reason == WordReason.Tag)));
    }

    [Fact]
    public async Task Compress_ForcedWords_KeepTheirRecords()
    {
        var request = Request(0.2, Log) with { ForceTokens = ["/orders/23", "."] };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.Contains(Log.Split('\n')[23], result.Joined, StringComparison.Ordinal);
        Assert.DoesNotContain(Log.Split('\n')[24], result.Joined, StringComparison.Ordinal);
        var digits = await Sut().CompressAsync(Request(0.2, Log) with { ForceReserveDigit = true }, CancellationToken.None);
        Assert.Equal(Log, digits.Joined);
    }

    [Fact]
    public async Task Compress_Patterns_AreNeverCutInto()
    {
        var pretty = JsonNode.Parse(Json)!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        var rules = ProtectionRules.Parse(["/\"town\": \"Oslo\"/"]).Rules;
        var without = await Sut().CompressAsync(Request(0.6, pretty), CancellationToken.None);
        var with = await Sut().CompressAsync(Request(0.6, pretty) with { Protect = rules }, CancellationToken.None);

        Assert.DoesNotContain("\"town\": \"Oslo\"", without.Joined, StringComparison.Ordinal);
        Assert.Equal((pretty, SkipReason.NoGain), (with.Joined, with.Skipped));
    }

    [Theory]
    [InlineData(ContentKind.Log, true)]
    [InlineData(ContentKind.Config, false)]
    public async Task Compress_KindGiven_IsTaken(ContentKind kind, bool shrinks)
    {
        var request = Request(0.3, Log) with { Content = new ContentRules { Kind = kind } };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.Equal(kind, Assert.Single(result.Texts[0].Blocks!).Kind);
        Assert.Equal(shrinks, result.CompressedTokens < result.OriginTokens);
    }

    [Fact]
    public async Task Compress_KindsThatAreOff_StayAsTheyCame()
    {
        var request = Request(0.3, $"{Prose}\n\n{Log}\n\n{Json}") with { Content = new ContentRules { Untouched = [ContentKind.Json, ContentKind.Prose] } };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        Assert.EndsWith($"\n\n{Json}", result.Joined, StringComparison.Ordinal);
        Assert.StartsWith($"{Prose}\n\n", result.Joined, StringComparison.Ordinal);
        Assert.DoesNotContain(Log, result.Joined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_ContextFilter_DropsWholeTexts()
    {
        var request = Request(0.4, Prose, Log, Json) with { ContextFilter = new ContextFilter { MaxContexts = 2, Forced = [1] }, Explain = true };
        var result = await Sut().CompressAsync(request, CancellationToken.None);

        var dropped = Assert.Single(result.DroppedContexts);
        Assert.NotEqual(1, dropped);
        Assert.Equal("", result.Texts[dropped].Text);
        Assert.All(result.Texts[dropped].Words!, word => Assert.Equal(WordReason.ContextDropped, word.Reason));
        Assert.Contains(Failure, result.Texts[1].Text, StringComparison.Ordinal);
        Assert.InRange(result.CompressedTokens, 1, 0.4 * result.OriginTokens);
        Assert.Equal(request.Counter.Count($"{Prose}\n\n{Log}\n\n{Json}"), result.OriginTokens);
        Assert.All(result.Texts, text => Assert.NotEmpty(text.Blocks!));
    }

    [Fact]
    public async Task Compress_Question_KeepsTheRecordThatAnswersIt()
    {
        const string asked = "request 1247 for /orders/19";
        var request = Request(0.3, Log) with { Content = new ContentRules { FillBudget = false } };

        Assert.DoesNotContain(asked, (await Sut().CompressAsync(request, CancellationToken.None)).Joined, StringComparison.Ordinal);
        Assert.Contains(asked, (await Sut().CompressAsync(request with { Question = "order 1247" }, CancellationToken.None)).Joined, StringComparison.Ordinal);
    }

    /// <summary>Blocks and tags make the text; slices and what was written make the output; every word and line has its place.</summary>
    private static void AssertAccountedFor(CompressedText text)
    {
        var last = 0;
        foreach (var start in text.Blocks!.Select(block => block.Span.Start).Append(text.Source.Length))
        {
            Assert.Matches("^(<[^>]*>)*$", text.Source[last..start]);
            last = text.Blocks!.FirstOrDefault(block => block.Span.Start == start)?.Span.End ?? start;
        }

        var output = new System.Text.StringBuilder();
        var at = 0;
        foreach (var written in text.Written.Append(new TextSpan(text.Text.Length, text.Text.Length)))
        {
            output.Append(text.Text, at, written.Start - at);
            at = written.End;
        }

        Assert.Equal(string.Concat(text.Slices!.Select(slice => text.Source[slice.Start..slice.End])), output.ToString());
        Assert.All(text.Slices!.Skip(1).Zip(text.Slices!), pair => Assert.True(pair.First.Start >= pair.Second.End));
        Assert.All(text.Words!.Skip(1).Zip(text.Words!), pair => Assert.True(pair.First.Unit.Span.Start >= pair.Second.Unit.Span.End));
        var end = 0;
        foreach (var word in text.Words!)
        {
            Assert.True(text.Source.AsSpan(end, word.Unit.Span.Start - end).IsWhiteSpace(), text.Source[end..word.Unit.Span.Start]);
            end = word.Unit.Span.End;
        }
    }

    private static CompressionRequest Request(double? rate, params string[] contexts) =>
        new() { Contexts = contexts, Rate = rate, Counter = CompressionRequests.Characters, Protect = ProtectionRules.Default };

    private static ContentCompressor Sut() => new(Words());

    private static ExtractiveCompressor Words() => new(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(1 << 20)));
}
