using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Holders of keys with different namespaces learn nothing of each other's texts, not even by asking for the same one.</summary>
public sealed class TenantTests(KeyedService service) : IClassFixture<KeyedService>
{
    [Theory]
    [InlineData("/v1/compress", 941)]
    [InlineData("/v1/soft/compress", 943)]
    public async Task WhatOneHasComputed_IsComputedAgainForTheOther(string path, int seed)
    {
        using var anna = Client("anna");
        using var ben = Client("ben");
        var body = new JsonObject { ["context"] = Texts.Fresh(200, seed) };

        // Equal segments within one request are hits too.
        var first = Hits(await anna.PostAsync(path, body.DeepClone()));
        Assert.NotEqual(first, Hits(await anna.PostAsync(path, body.DeepClone())));
        Assert.Equal(first, Hits(await ben.PostAsync(path, body.DeepClone())));
    }

    [Fact]
    public async Task WhereScoresCameFrom_TellsOfOnesOwnRequestsAlone()
    {
        using var anna = Client("anna");
        using var ben = Client("ben");
        var body = new JsonObject { ["context"] = Texts.Fresh(200, seed: 942) };

        Assert.Equal(["computed"], Sources(await anna.PostAsync("/v1/explain", body.DeepClone())));
        Assert.Equal(["memory"], Sources(await anna.PostAsync("/v1/explain", body.DeepClone())));
        Assert.Equal(["computed"], Sources(await ben.PostAsync("/v1/explain", body.DeepClone())));
    }

    /// <summary>Requests for one text at the same time share its computation within a namespace: how long one waits would tell the other.</summary>
    [Fact]
    public async Task WhatOneIsComputing_TheOtherDoesNotWaitFor()
    {
        using var anna = Client("anna");
        using var ben = Client("ben");
        using var carla = Client("carla");
        var body = new JsonObject { ["context"] = Texts.Fresh(2000, seed: 944), ["model"] = "xlmr-mini-fast" };

        var answers = await Task.WhenAll(new[] { anna, ben, carla }.Select(client => client.PostAsync("/v1/compress", body.DeepClone())));

        var segments = (int)answers[0]["cache"]!["segments"]!;
        Assert.Equal(segments, Misses(answers[1]));
        Assert.Equal(segments, Misses(answers[0]) + Misses(answers[2]));
    }

    private static IEnumerable<string> Sources(JsonObject answer) =>
        answer["texts"]!.AsArray().SelectMany(text => text!["segments"]!.AsArray()).Select(segment => (string)segment!["source"]!).Distinct();

    private static int Hits(JsonObject answer) => (int)answer["cache"]!["hits"]!;

    private static int Misses(JsonObject answer) => (int)answer["cache"]!["misses"]!;

    private HttpClient Client(string name)
    {
        var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestHeaders.Add("x-promptcompressor-key", $"key-of-{name}");
        return client;
    }
}
