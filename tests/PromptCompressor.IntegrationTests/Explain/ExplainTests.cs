using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Core.Caching;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Explain;

public sealed class ExplainTests(ServiceFixture service)
{
    private const string Path = "/v1/explain";

    [Fact]
    public async Task Explain_Text_TellsOfEveryWord()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.4, ["force_tokens"] = new JsonArray("um"), ["protect"] = new JsonArray("number") });

        var text = answer["texts"]![0]!;
        var words = text["words"]!.AsArray();
        var threshold = (double)text["threshold"]!;
        Assert.Equal((string)answer["result"]!["compressed_prompt"]!, (string)text["compressed"]!);
        Assert.Equal((double)answer["result"]!["threshold"]!, threshold);
        Assert.Equal("um", WordOf(words.Single(word => (string)word!["reason"]! == "forced")!));
        Assert.Equal("number", (string)words.First(word => WordOf(word!).Contains("2026", StringComparison.Ordinal))!["rule"]!);
        Assert.All(words, word => Assert.Equal((bool)word!["kept"]!, (string)word["reason"]! is "kept" or "forced" or "joined"));
        Assert.All(words.Where(word => (string)word!["reason"]! == "kept"), word => Assert.True((double)word!["probability"]! >= threshold));
        Assert.All(words, word => Assert.Equal((bool)word!["kept"]!, text["spans"]!.AsArray().Any(span => (int)span![0]! <= (int)word["start"]! && (int)word["end"]! <= (int)span[1]!)));
        Assert.Equal(["start", "end", "probability", "kept", "reason"], words[0]!.AsObject().Select(field => field.Key));

        static string WordOf(JsonNode word) => Texts.Meeting[(int)word["start"]!..(int)word["end"]!];
    }

    /// <summary>Columns say what words say.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("Who writes the post-mortem?")]
    public async Task Columns_AreTheWordsOfExplain(string? question)
    {
        var request = new JsonObject
        {
            ["context"] = new JsonArray($"😀 <llmlingua, rate=0.3>{Texts.Meeting}</llmlingua> um, and/or so on.", "", $"```\n{Texts.Fresh(300, seed: 94)}```\n {Texts.Meeting}"),
            ["question"] = question,
            ["rate"] = 0.5,
            ["force_tokens"] = new JsonArray("um"),
        };
        await service.Client.PostAsync(Path, request.DeepClone()); // From then on both find the same in the cache.
        var expected = await service.Client.PostAsync(Path, request.DeepClone());

        using var response = await service.Client.PostAsJsonAsync(new Uri($"{Path}/columns", UriKind.Relative), request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["result"]!;

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((string)expected["result"]!["compressed_prompt"]!, (string)answer["result"]!["compressed_prompt"]!);
        foreach (var (text, columns) in expected["texts"]!.AsArray().Zip(answer["texts"]!.AsArray()))
        {
            Assert.True(JsonNode.DeepEquals(text!["threshold"], columns!["threshold"]));
            Assert.Equal(text["words"]!.AsArray().Select(word => word!.ToJsonString()), WordsOf(columns).Select(word => word.ToJsonString()));
            Assert.Equal(text["segments"]!.AsArray().Select(segment => (int)segment!["words"]!), columns["segment_words"]!.AsArray().Select(words => (int)words!));
            Assert.Equal(text["sentences"]?.AsArray().Select(sentence => (int)sentence!["end"]!), columns["sentence_ends"]?.AsArray().Select(end => (int)end!));
            Assert.Equal(text["sentences"]?.AsArray().Select(sentence => (double)sentence!["semantic"]!), columns["sentence_semantic"]?.AsArray().Select(semantic => (double)semantic!));
            Assert.Equal(string.Concat(text["segments"]!.AsArray().Select(segment => ((string)segment!["source"]!)[0])), (string)columns["segment_sources"]!);
        }
    }

    [Fact]
    public async Task Explain_OffsetsAreUtf16()
    {
        const string Text = "👩‍🔬 Dr. Ōé says that 😀 the 猫 sat on the very old mat, and that it liked it there.";

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Text });

        var words = answer["texts"]![0]!["words"]!.AsArray();
        Assert.Contains("says", words.Select(word => Text[(int)word!["start"]!..(int)word["end"]!]));
        Assert.Contains("猫", words.Select(word => Text[(int)word!["start"]!..(int)word["end"]!]));
    }

    [Fact]
    public async Task Explain_AgainAtAnotherRate_ComesFromMemory()
    {
        var text = Texts.Fresh(400, seed: 91);

        Assert.Equal(["computed"], await SourcesAsync(service.Client, text, 0.5));
        Assert.Equal(["memory"], await SourcesAsync(service.Client, text, 0.3));
    }

    /// <summary>What another process has scored is said to come from Redis once, and from memory after that.</summary>
    [Fact]
    public async Task Explain_ScoredByAnotherReplica_ComesFromRedis()
    {
        await using var backend = new GarnetBackend();
        await using var host = await ServiceHost.StartReadyAsync("--Cache:Redis:ConnectionString", backend.ConnectionString, "--Cache:Redis:GetTimeoutMilliseconds", "2000");
        await UntilRedisAsync(redis => (string)redis["state"]! == "up");
        var text = Texts.Fresh(400, seed: 92);
        Assert.Equal(["computed"], await SourcesAsync(host.Client, text, 0.5));
        await UntilRedisAsync(redis => (int)redis["queued"]! == 0 && (int)redis["written"]! > 0);

        host.Get<MemorySegmentCache>().Clear("default");
        Assert.Equal(["redis"], await SourcesAsync(host.Client, text, 0.5));
        Assert.Equal(["memory"], await SourcesAsync(host.Client, text, 0.5));

        Task UntilRedisAsync(Func<JsonNode, bool> condition) => Eventually.TrueAsync(async () => condition((await host.Client.GetJsonAsync("/v1/cache"))["redis"]!));
    }

    [Fact]
    public async Task Explain_Messages_HasATextForEach()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject
        {
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = "Answer in one sentence." },
                new JsonObject { ["role"] = "user", ["content"] = Texts.Meeting },
                new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(80, seed: 41) }),
        });

        Assert.Equal(2, answer["texts"]!.AsArray().Count);
        Assert.Equal((string)answer["result"]!["messages"]![1]!["content"]!, (string)answer["texts"]![0]!["compressed"]!);
        Assert.All(answer["texts"]!.AsArray(), text => Assert.NotNull(text!["threshold"]));
        Assert.Null(answer["result"]!["threshold"]);
    }

    [Fact]
    public async Task Explain_Question_TellsWhatItAdds()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["question"] = "Who bills the client?" });

        Assert.Contains(answer["texts"]![0]!["words"]!.AsArray(), word => (double)word!["relevance"]! > 0);
        Assert.Null(answer["texts"]![0]!["threshold"]);
        var sentences = answer["texts"]![0]!["sentences"]!.AsArray();
        var best = sentences.MaxBy(sentence => (double)sentence!["relevance"]!)!;
        Assert.Contains("invoice", Texts.Meeting[(int)best["start"]!..(int)best["end"]!], StringComparison.Ordinal);
        Assert.True((double)best["semantic"]! > (double)best["lexical"]!);
        Assert.Equal(12, (double)best["relevance"]!, tolerance: 0.001);
        Assert.All(sentences, sentence => Assert.Equal((double)sentence!["relevance"]!, (double)sentence["lexical"]! + (double)sentence["semantic"]!, tolerance: 0.002));
        Assert.Equal(Texts.Meeting.Length, (int)sentences[^1]!["end"]!);
        Assert.All(sentences.Zip(sentences.Skip(1)), pair => Assert.Equal((int)pair.First!["end"]!, (int)pair.Second!["start"]!));
    }

    [Fact]
    public async Task Explain_CodeFence_NeedsNoScores()
    {
        var text = $"{Texts.Meeting}\n\n```\n{Texts.Fresh(300, seed: 93)}```\n\n{Texts.Meeting}";

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["content"] = "prose" });

        Assert.Contains("not_needed", answer["texts"]![0]!["segments"]!.AsArray().Select(segment => (string)segment!["source"]!));
        var fence = answer["texts"]![0]!["words"]!.AsArray().Single(word => (string?)word!["rule"] == "code_fence")!;
        Assert.Equal("protected", (string)fence["reason"]!);
    }

    [Theory]
    [InlineData("""{"context":"a b","mode":"reference"}""", "mode")]
    [InlineData("""{"context":"a b","rate":2}""", "rate")]
    [InlineData("""{"contxt":"a b"}""", "contxt")]
    public async Task Explain_WrongField_IsNamed(string body, string field)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, body, HttpStatusCode.UnprocessableEntity))!;

        Assert.NotNull(problem["errors"]![field]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task Explain_NoWords_SaysSo(string text)
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text });

        Assert.NotNull(answer["result"]!["skipped"]);
        Assert.Empty(answer["texts"]![0]!["words"]!.AsArray());
    }

    /// <summary>From columns back to words.</summary>
    private static IEnumerable<JsonObject> WordsOf(JsonNode columns)
    {
        string[] names = ["kept", "forced", "protected", "joined", "skipped", "dropped", "below_min_score", "context_dropped", "repeated", "unneeded", "exceeds_budget", "tag", "whole", "altered", "omitted"];
        var at = 0;
        for (var i = 0; i < columns["lengths"]!.AsArray().Count; i++)
        {
            var start = at + (int)columns["gaps"]![i]!;
            at = start + (int)columns["lengths"]![i]!;
            var (score, letter) = ((int)columns["scores"]![i]!, ((string)columns["reasons"]!)[i]);
            var word = new JsonObject
            {
                ["start"] = start,
                ["end"] = at,
                ["probability"] = score < 0 ? null : Math.Round(score / 255.0, 4),
                ["kept"] = "kfpjswa".Contains(letter, StringComparison.Ordinal),
                ["reason"] = names.Single(name => name[0] == letter),
            };
            if (columns["rules"]!.AsObject().FirstOrDefault(rule => rule.Value!.AsArray().Any(index => (int)index! == i)).Key is { } rule)
            {
                word["rule"] = rule;
            }

            if (columns["relevance"] is { } relevance)
            {
                word["relevance"] = (double)relevance[i]!;
            }

            yield return word;
        }
    }

    private static async Task<IEnumerable<string>> SourcesAsync(HttpClient client, string text, double rate) =>
        (await client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = rate }))["texts"]![0]!["segments"]!.AsArray()
            .Select(segment => (string)segment!["source"]!).Distinct();
}
