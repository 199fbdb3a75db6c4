using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class ContextTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";

    [Fact]
    public async Task Compress_Text_KeepsHalfByDefault()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting });

        var (origin, compressed) = ((int)answer["origin_tokens"]!, (int)answer["compressed_tokens"]!);
        Assert.InRange(compressed, 1, origin / 2);
        Assert.Equal(origin - compressed, (int)answer["saved_tokens"]!);
        Assert.Equal(Math.Round((double)origin / compressed, 4), (double)answer["ratio"]!);
        Assert.Equal(Math.Round((double)compressed / origin, 4), (double)answer["rate"]!);
        Assert.Equal((string)answer["compressed_prompt"]!, (string)answer["compressed_prompt_list"]![0]!);
        Assert.Equal("""{"name":"o200k_base","exact":true}""", answer["tokenizer"]!.ToJsonString());
        Assert.Equal("xlmr-mini", (string)answer["model"]!["id"]!);
        Assert.Equal(64, ((string)answer["model"]!["sha256"]!).Length);
        Assert.InRange((double)answer["threshold"]!, 0, 1);
        Assert.Null(answer["skipped"]);
        Assert.Empty(answer["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Compress_Answer_HasTheFieldsOfTheContract()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["return_spans"] = true, ["return_word_label"] = true });

        Assert.Equal(
            [
                "compressed_prompt", "compressed_prompt_list", "origin_tokens", "compressed_tokens", "ratio", "rate", "saved_tokens", "tokenizer",
                "model", "threshold", "spans", "written", "labels", "blocks", "skipped", "warnings", "cache", "timings_ms",
            ],
            answer.Select(field => field.Key));
        Assert.Equal(["segments", "hits", "misses"], answer["cache"]!.AsObject().Select(field => field.Key));
        Assert.Equal(["split", "tokenize", "cache", "queue", "infer", "select", "total"], answer["timings_ms"]!.AsObject().Select(field => field.Key));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(1_000_000)]
    public async Task Compress_Target_IsMet(int target)
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["target_token"] = target, ["rate"] = 0.9, ["protect"] = new JsonArray() });

        Assert.InRange((int)answer["compressed_tokens"]!, 0, target);
    }

    [Fact]
    public async Task Compress_RateOne_ChangesNothingAndSaysSo()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 1, ["return_spans"] = true, ["return_word_label"] = true });

        Assert.Equal(Texts.Meeting, (string)answer["compressed_prompt"]!);
        Assert.Equal("within_budget", (string)answer["skipped"]!);
        Assert.Equal($"[[[0,{Texts.Meeting.Length}]]]", answer["spans"]!.ToJsonString());
        Assert.Equal($$"""[[{"start":0,"end":{{Texts.Meeting.Length}},"label":1,"probability":null,"rule":null}]]""", answer["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task Compress_SpansAndLabels_DescribeTheOutput()
    {
        string[] contexts = [Texts.Meeting, "A second, rather short text that has nothing to say about INV-7 at all."];

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = new JsonArray(contexts[0], contexts[1]), ["return_spans"] = true, ["return_word_label"] = true });

        for (var i = 0; i < contexts.Length; i++)
        {
            var output = (string)answer["compressed_prompt_list"]![i]!;
            Assert.Equal(output, string.Concat(answer["spans"]![i]!.AsArray().Select(span => contexts[i][(int)span![0]!..(int)span[1]!])));
            Assert.All(
                answer["labels"]![i]!.AsArray().Where(label => (int)label!["label"]! == 1),
                label => Assert.Contains(contexts[i][(int)label!["start"]!..(int)label["end"]!], output, StringComparison.Ordinal));
        }

        Assert.Equal((string)answer["compressed_prompt"]!, string.Join("\n\n", answer["compressed_prompt_list"]!.AsArray().Select(text => (string)text!)));
    }

    [Fact]
    public async Task Compress_WhiteSpaceBesideAText_IsGoneAndHasNoLabel()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = new JsonArray(Texts.Meeting, "\r\n"), ["return_spans"] = true, ["return_word_label"] = true });

        Assert.Equal("", (string)answer["compressed_prompt_list"]![1]!);
        Assert.Empty(answer["spans"]![1]!.AsArray());
        Assert.Empty(answer["labels"]![1]!.AsArray());
    }

    [Fact]
    public async Task Compress_ForceTokens_Stay()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.3, ["force_tokens"] = new JsonArray("um", "you know"), ["force_reserve_digit"] = true });

        var output = (string)answer["compressed_prompt"]!;
        Assert.All(["um", "you know", "14", "2026", "2.4", "0.3", "INV-20417", "1,250.00"], part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compress_Protect_NamesTheRulesThatRun()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Texts.Meeting, ["protect"] = new JsonArray("email", "/billing service/"), ["return_word_label"] = true });

        Assert.Equal(["email", "regex"], answer["labels"]![0]!.AsArray().Select(label => (string?)label!["rule"]).OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Compress_MinScoreAlone_DropsOnlyWhatIsUnderIt()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Texts.Meeting, ["min_score"] = 0.5, ["protect"] = new JsonArray(), ["return_word_label"] = true });

        Assert.All(answer["labels"]![0]!.AsArray(), label => Assert.True((double)label!["probability"]! < 0.5 || (int)label["label"]! == 1));
    }

    [Theory]
    [InlineData("gpt-4", "cl100k_base", true)]
    [InlineData("gpt-4o-mini", "o200k_base", true)]
    [InlineData("claude-sonnet-4-5", "o200k_base", false)]
    public async Task Compress_Tokenizer_IsNamedInTheAnswer(string asked, string name, bool exact)
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["tokenizer"] = asked });

        Assert.Equal((name, exact), ((string)answer["tokenizer"]!["name"]!, (bool)answer["tokenizer"]!["exact"]!));
    }

    [Fact]
    public async Task Compress_AgainAtAnotherRate_ComesFromTheCache()
    {
        var text = Texts.Fresh(400, seed: 1);

        var first = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = 0.5 });
        var second = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = 0.3 });

        Assert.True((int)first["cache"]!["misses"]! > 0);
        Assert.Equal((0, (int)first["cache"]!["segments"]!), ((int)second["cache"]!["misses"]!, (int)second["cache"]!["hits"]!));
    }

    [Fact]
    public async Task Compress_AnotherModel_IsUsed()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["model"] = "xlmr-mini-fast" });

        Assert.Equal("xlmr-mini-fast", (string)answer["model"]!["id"]!);
    }
}
