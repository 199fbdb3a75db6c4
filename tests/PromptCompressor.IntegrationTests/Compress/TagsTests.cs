using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class TagsTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";

    [Fact]
    public async Task Compress_Tags_SetTheRateOfTheirParts()
    {
        var text = $"<llmlingua, compress=False>So, um, you know, verbatim.</llmlingua> <llmlingua, rate=0.2>{Texts.Meeting}</llmlingua>\n\n{Texts.Meeting}";

        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = text, ["rate"] = 0.8, ["protect"] = new JsonArray(), ["return_spans"] = true, ["return_word_label"] = true });

        var output = (string)answer["compressed_prompt"]!;
        Assert.StartsWith("So, um, you know, verbatim.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("llmlingua", output, StringComparison.Ordinal);
        Assert.Equal(output, string.Concat(answer["spans"]![0]!.AsArray().Select(span => text[(int)span![0]!..(int)span[1]!])));
        Assert.Equal(4, answer["labels"]![0]!.AsArray().Count(label => (string?)label!["rule"] == "llmlingua" && (int)label["label"]! == 0));
        var halves = output.Split("\n\n");
        Assert.InRange((double)(halves[0].Length - 28) / Texts.Meeting.Length, 0.03, 0.3);
        Assert.InRange((double)halves[1].Length / Texts.Meeting.Length, 0.65, 0.9);
    }

    [Fact]
    public async Task Compress_NothingButWhatStays_LabelsTagsAsGone()
    {
        const string text = "<llmlingua, compress=False>So, um, you know.</llmlingua>";

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = 0.5, ["return_word_label"] = true });

        Assert.Equal("So, um, you know.", (string)answer["compressed_prompt"]!);
        Assert.Equal("no_gain", (string)answer["skipped"]!);
        Assert.Equal([(0, 27, 0), (27, 44, 1), (44, 56, 0)], answer["labels"]![0]!.AsArray().Select(label => ((int)label!["start"]!, (int)label["end"]!, (int)label["label"]!)));
    }

    [Fact]
    public async Task Compress_MalformedTag_NamesTheTextAndThePlace()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = new JsonArray("fine", "not <llmlingua, rate=3>this</llmlingua>") }, HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("has at 4 a tag whose rate", (string)answer["errors"]!["context[1]"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TagsThatAreText_Stay()
    {
        const string text = "An unclosed <llmlingua> tag.";

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["use_tags"] = false, ["rate"] = 1 });

        Assert.Equal(text, (string)answer["compressed_prompt"]!);
    }

    [Fact]
    public async Task Compress_TagsInMessages_AreText()
    {
        const string text = "An unclosed <llmlingua> tag.";
        var message = new JsonObject { ["role"] = "user", ["content"] = text };

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["messages"] = new JsonArray(message), ["rate"] = 1 });

        Assert.Equal(text, (string)answer["messages"]![0]!["content"]!);
    }
}
