using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Patterns that hang other engines: each request is answered, or refused with the field's name, and the next one is served.</summary>
public sealed class RegexDenialTests(ServiceFixture service)
{
    /// <summary>Nothing but white space that the model need not read, and at its end what the patterns look for in vain.</summary>
    private static readonly string Hostile = new string(' ', 100_000) + "!";

    [Theory]
    [InlineData("(\\s+)+$")]
    [InlineData("(\\s|\\s\\s)+$")]
    [InlineData("(\\s*)*!?$")]
    [InlineData("(.*\\s){9}$")]
    [InlineData("(\\s?){50}\\s{50}$")]
    [InlineData("(?<n>\\s+)+x?$")]
    public async Task CatastrophicPattern_IsAnswered(string pattern) =>
        Assert.NotNull((await service.Client.PostAsync("/v1/compress", Body(Hostile, pattern)))["compressed_prompt"]);

    [Theory]
    [InlineData("(x{1000}){1000}")]
    [InlineData("((x{9}){9}){9}")]
    [InlineData("(a{0,90}){0,90}")]
    [InlineData("a{1,100000}")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a+)+b")]
    [InlineData("(?>a+)b")]
    [InlineData("(?#")]
    public async Task PatternThatCannotBeBounded_IsRefusedByName(string pattern)
    {
        var problem = await service.Client.PostAsync("/v1/compress", Body("Some words.", pattern), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["protect[0]"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task ManyAlternatives_AreRefusedByTheirLength()
    {
        var problem = await service.Client.PostAsync(
            "/v1/compress", Body("Some words.", string.Join('|', Enumerable.Range(0, 10_000))), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("512", (string)problem["errors"]!["protect[0]"]![0]!, StringComparison.Ordinal);
    }

    /// <summary>Each pattern is quick enough for each text; together they would take minutes.</summary>
    [Fact]
    public async Task ManyPatternsOnManyTexts_HaveOneLimitTogether()
    {
        var body = new JsonObject
        {
            ["context"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)(new string('a', 200 + (i % 50)) + "b"))]),
            ["content"] = "prose",
            ["protect"] = new JsonArray([.. Enumerable.Range(60, 32).Select(count => (JsonNode)$"/(a{{0,{count}}})*[bx]/")]),
        };

        var problem = await service.Client.PostAsync("/v1/compress", body, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("takes too long", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static JsonObject Body(string text, string pattern) => new() { ["context"] = text, ["protect"] = new JsonArray($"/{pattern}/") };
}
