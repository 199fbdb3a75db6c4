using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.Client;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Support;
using StackExchange.Redis;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Texts that were compressed by Headroom's contract, and how their originals come back.</summary>
public sealed partial class HeadroomRetrievalTests(SidecarFixture fixture) : IAsyncDisposable, IClassFixture<SidecarFixture>
{
    private const string Group = "/compat/headroom/v1";

    private static readonly string Passage = Texts.Fresh(600, seed: 6401);

    private readonly GarnetBackend _redis = new();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Original_ComesBackByItsMarker_ForAsLongAsItIsKept()
    {
        await using var sidecar = await StartAsync();

        var answer = await CompressAsync(sidecar, [Tool(Passage)]);
        var content = ContentOf(answer, 0);
        var hash = Marker().Match(content).Groups[1].Value;
        Assert.Equal([hash], answer["ccr_hashes"]!.AsArray().Select(item => (string?)item));
        Assert.True(content.Length < Passage.Length * 0.7);
        Assert.True((int)answer["tokens_after"]! < (int)answer["tokens_before"]!);

        var (status, original) = await RetrieveAsync(sidecar, hash);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((hash, Passage, (int)answer["tokens_before"]!, 600, 1), (
            (string?)original["hash"], (string?)original["original_content"], (int)original["original_tokens"]!, (int)original["original_item_count"]!, (int)original["retrieval_count"]!));
        Assert.InRange((int)original["compressed_item_count"]!, 1, 400);
        Assert.True(original.AsObject().ContainsKey("tool_name"));

        // The next turn sends the same bytes, and the time to live begins anew.
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        RedisKey key = $"promptcompressor:default:original:{hash}";
        await redis.GetDatabase().KeyExpireAsync(key, TimeSpan.FromSeconds(5));
        Assert.Equal(content, ContentOf(await CompressAsync(sidecar, [Tool(Passage), Tool("More.")]), 0));
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 1000, 1800);
        Assert.Equal(2, (int)(await RetrieveAsync(sidecar, hash)).Body["retrieval_count"]!);
        var client = new PromptCompressorClient(sidecar.Client);
        Assert.Equal((Passage, 3L), await client.GetOriginalAsync(hash) is { } typed ? (typed.OriginalContent, typed.RetrievalCount) : default);

        await redis.GetDatabase().KeyDeleteAsync(key);
        Assert.Null(await client.GetOriginalAsync(hash));
        (status, var miss) = await RetrieveAsync(sidecar, hash);
        Assert.Equal((HttpStatusCode.NotFound, "Entry not found or expired (TTL: 1800 seconds)"), (status, (string?)miss["detail"]));
        Assert.False(await redis.GetDatabase().KeyExistsAsync(key));
    }

    [Fact]
    public async Task Originals_AreTheirNamespacesAlone()
    {
        await using var sidecar = await StartAsync(
            "--Security:ApiKeys:0:Name", "a", "--Security:ApiKeys:0:Sha256", Sha256("key-a"), "--Security:ApiKeys:0:Namespace", "space-a",
            "--Security:ApiKeys:1:Name", "b", "--Security:ApiKeys:1:Sha256", Sha256("key-b"), "--Security:ApiKeys:1:Namespace", "space-b");
        UseKey("key-a");
        var hash = (string)(await CompressAsync(sidecar, [Tool(Passage)]))["ccr_hashes"]![0]!;

        Assert.Equal(HttpStatusCode.OK, (await RetrieveAsync(sidecar, hash)).Status);
        UseKey("key-b");
        Assert.Equal(HttpStatusCode.NotFound, (await RetrieveAsync(sidecar, hash)).Status);
        sidecar.Client.DefaultRequestHeaders.Clear();
        using var without = await sidecar.Client.GetAsync($"{Group}/retrieve/{hash}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);

        void UseKey(string key)
        {
            sidecar.Client.DefaultRequestHeaders.Clear();
            sidecar.Client.DefaultRequestHeaders.Add("x-promptcompressor-key", key);
        }
    }

    [Fact]
    public async Task WhatWasRetrieved_StaysWhole()
    {
        await using var sidecar = await StartAsync();
        var compressed = ContentOf(await CompressAsync(sidecar, [Tool(Passage)]), 0);
        var wrapped = new JsonObject { ["hash"] = "0123456789abcdef01234567", ["original_content"] = Passage }.ToJsonString();
        var sent = new[] { Passage, Passage, wrapped, compressed + "\n" + Texts.Fresh(600, seed: 6402) };

        var answer = await CompressAsync(sidecar, [.. sent.Select(Tool)]);

        Assert.Equal([compressed, .. sent[1..]], sent.Select((_, i) => ContentOf(answer, i)));
        Assert.Single(answer["ccr_hashes"]!.AsArray());
    }

    [Fact]
    public async Task Tags_AreText()
    {
        await using var sidecar = await StartAsync();

        var answer = await CompressAsync(sidecar, [Tool("<nocompress>A short text.</nocompress>"), Tool($"<nocompress>Keep this.</nocompress> {Passage}")]);

        Assert.Equal("<nocompress>A short text.</nocompress>", ContentOf(answer, 0));
        var (_, original) = await RetrieveAsync(sidecar, (string)Assert.Single(answer["ccr_hashes"]!.AsArray())!);
        Assert.Equal($"<nocompress>Keep this.</nocompress> {Passage}", (string?)original["original_content"]);
    }

    [Fact]
    public async Task WithoutRedis_NothingIsLost_AndMissesAreToldFromFailures()
    {
        await using var sidecar = await StartAsync();
        var hash = (string)(await CompressAsync(sidecar, [Tool(Passage)]))["ccr_hashes"]![0]!;
        await _redis.DisposeAsync();

        var answer = await CompressAsync(sidecar, [Tool(Passage)]);
        var (status, error) = await RetrieveAsync(sidecar, hash);

        Assert.Equal(Passage, ContentOf(answer, 0));
        Assert.Equal((0, 0), ((int)answer["tokens_saved"]!, answer["ccr_hashes"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.NotNull((string?)error["detail"]);
    }

    [Theory]
    [InlineData("0123456789abcdef01234567")]
    [InlineData("0123456789ABCDEF01234567")]
    [InlineData("0123")]
    [InlineData("*")]
    public async Task UnknownHashes_AreMisses(string hash)
    {
        await using var sidecar = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await RetrieveAsync(sidecar, hash)).Status);
    }

    [Fact]
    public async Task ByDefault_NothingIsKeptOrMarked()
    {
        var answer = await CompressAsync(fixture.Sidecar, [Tool(Passage)]);
        var (status, error) = await RetrieveAsync(fixture.Sidecar, "0123456789abcdef01234567");

        Assert.DoesNotContain("hash=", ContentOf(answer, 0), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Originals:Enabled", (string?)error["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hash_InABody_GetsTheSame()
    {
        await using var sidecar = await StartAsync();
        var hash = (string)(await CompressAsync(sidecar, [Tool(Passage)]))["ccr_hashes"]![0]!;

        foreach (var (body, status) in new[] { ($$"""{"hash":"{{hash}}","query":"more"}""", HttpStatusCode.OK), ("""{"hash":7}""", HttpStatusCode.NotFound), ("[]", HttpStatusCode.NotFound) })
        {
            using var response = await sidecar.Client.PostAsync($"{Group}/retrieve", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(status == HttpStatusCode.OK ? Passage : null, (string?)answer["original_content"]);
        }
    }

    [Fact]
    public async Task Structure_StaysWhatItIs_WithTheHashInItsMark()
    {
        await using var sidecar = await StartAsync();
        var rows = new JsonArray([.. Enumerable.Range(0, 120).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["note"] = $"n{i * 7919 % 1000}", ["at"] = new JsonObject { ["x"] = i } })]).ToJsonString();

        var answer = await CompressAsync(sidecar, [Tool(rows)]);
        var hash = (string)answer["ccr_hashes"]![0]!;

        Assert.Contains($"Retrieve more: hash={hash}", JsonNode.Parse(ContentOf(answer, 0))!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(rows, (string?)(await RetrieveAsync(sidecar, hash)).Body["original_content"]);
    }

    [GeneratedRegex(@"\n\[600 items compressed to [0-9]+\. Retrieve more: hash=([0-9a-f]{24})\]$")]
    private static partial Regex Marker();

    private static JsonObject Tool(string content) => new() { ["role"] = "tool", ["tool_call_id"] = "call_1", ["content"] = content };

    private static string ContentOf(JsonNode answer, int message) => (string)answer["messages"]![message]!["content"]!;

    private static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<JsonNode> CompressAsync(SidecarHost sidecar, JsonNode[] messages)
    {
        var body = new JsonObject { ["model"] = "gpt-4o", ["messages"] = new JsonArray(messages) };
        using var response = await sidecar.Client.PostAsync(
            $"{Group}/compress", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> RetrieveAsync(SidecarHost sidecar, string hash)
    {
        using var response = await sidecar.Client.GetAsync($"{Group}/retrieve/{hash}", TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>With patience for a busy machine, and Redis connected.</summary>
    private async Task<SidecarHost> StartAsync(params string[] settings)
    {
        var sidecar = await (await SidecarHost.StartAsync(
            fixture.Upstream.Address,
            ["--Originals:Enabled", "true", "--Originals:TtlSeconds", "1800", "--Originals:TimeoutMilliseconds", "10000", "--Cache:Redis:ConnectionString", _redis.ConnectionString, .. settings])).UntilReadyAsync();
        await sidecar.UntilRedisAsync();
        return sidecar;
    }
}
