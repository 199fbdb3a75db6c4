using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class BatchTests(ServiceFixture service)
{
    private const string Path = "/v1/compress/batch";

    [Fact]
    public async Task CompressBatch_OneBadItem_FailsAlone()
    {
        const string Json = """{ "items": [{ "context": "one two three four" }, { "context": "a", "rate": 9 }, 7, { "context": "\ud800" }, { "messages": [{ "role": "user", "content": "one two three four" }] }] }""";

        var items = JsonNode.Parse(await service.Client.PostTextAsync(Path, Json))!["items"]!.AsArray();

        Assert.Equal([200, 422, 422, 422, 200], items.Select(item => (int)item!["status"]!));
        Assert.Equal(["rate"], items[1]!["error"]!["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal("invalid", (string)items[2]!["error"]!["code"]!);
        Assert.NotNull(items[0]!["result"]!["compressed_prompt"]);
        Assert.NotNull(items[4]!["result"]!["messages"]);
    }

    [Fact]
    public async Task CompressBatch_SameTextAloneAndTogether_IsTheSame()
    {
        var text = Texts.Fresh(300, seed: 77);
        var body = new JsonObject { ["context"] = text, ["rate"] = 0.4 };
        var items = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? body.DeepClone() : new JsonObject { ["context"] = Texts.Fresh(60, seed: 200 + i) });

        var together = await service.Client.PostAsync(Path, new JsonObject { ["items"] = new JsonArray([.. items]) });
        var alone = await service.Client.PostAsync("/v1/compress", body);

        Assert.All(
            together["items"]!.AsArray().Where((_, i) => i % 2 == 0),
            item => Assert.Equal((string)alone["compressed_prompt"]!, (string)item!["result"]!["compressed_prompt"]!));
    }

    [Theory]
    [InlineData("""{}""", "items")]
    [InlineData("""{ "items": [] }""", "items")]
    [InlineData("""{ "items": {} }""", "items")]
    [InlineData("""{ "items": [{}], "more": 1 }""", "more")]
    [InlineData("""[]""", "$")]
    public async Task CompressBatch_NoBatch_Is422(string json, string field)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task CompressBatch_TooManyItems_StatesTheLimit()
    {
        var body = new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => new JsonObject { ["context"] = "a" })]) };

        var problem = await service.Client.PostAsync(Path, body, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("100", (string)problem["errors"]!["items"]![0]!, StringComparison.Ordinal);
    }
}
