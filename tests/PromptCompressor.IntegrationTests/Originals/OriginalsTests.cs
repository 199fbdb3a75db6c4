using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using PromptCompressor.Client;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Originals;

/// <summary>Originals by every door: what writes marks puts a hash into them, and the hash leads back to the text.</summary>
public sealed partial class OriginalsTests : IAsyncLifetime
{
    private const string Failure = "2031-04-17T03:00:40.280Z ERROR [pay] settlement 4711 failed: connection refused";

    private static readonly string Prose = Texts.Fresh(600, seed: 7101);

    private static readonly string Log = string.Join('\n', Enumerable.Range(0, 90).Select(i => i == 40 ? Failure
        : string.Create(CultureInfo.InvariantCulture, $"2031-04-17T03:{i / 60:00}:{i % 60:00}.000Z INFO [http] request {1000 + (i * 13)} for /orders/{i} done in {i * 3} ms")));

    private static readonly string Json = new JsonArray([.. Enumerable.Range(0, 120).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["note"] = $"n{i * 7919 % 1000}", ["at"] = new JsonObject { ["x"] = i } })]).ToJsonString();

    private static readonly string Csv = "id,town,total,note\n" + string.Join('\n', Enumerable.Range(0, 120).Select(i => $"{i},{(i % 2 == 0 ? "Oslo" : "Rome")},{i * 37 % 101},note {i * 7919 % 1000}"));

    private static readonly string Diff = string.Concat(Enumerable.Range(0, 3).Select(file =>
        $"diff --git a/f{file}.lock b/f{file}.lock\nindex 1111111..2222222 100644\n--- a/f{file}.lock\n+++ b/f{file}.lock\n@@ -1,40 +1,40 @@\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"-name{i} = {i}\n+name{i} = {i + 1}\n"))));

    private FakeUpstream? _upstream;
    private SidecarHost? _service;

    public static TheoryData<string> Samples => [Prose, Log, Json, Csv, Diff];

    private SidecarHost Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        _service = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _upstream!.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Compress_MarksWhatIsLost_WithTheHash_AndTheFormatStays(string text)
    {
        var answer = await CompressAsync(new JsonObject { ["context"] = text, ["rate"] = 0.3, ["return_spans"] = true });
        var output = (string)answer["compressed_prompt"]!;
        var hash = (string?)answer["originals"]![0];

        Assert.Equal(hash, Handle().Match(output).Groups[1].Value);
        Assert.Single(Handle().Matches(output));
        Assert.True(output.Length < text.Length);
        Assert.Equal(output, FromSpans(answer, text, output));
        Assert.Equal(ServiceHost.Counters.Find("gpt-4o")!.Count(output), (int)answer["compressed_tokens"]!);
        Assert.Equal(text, (string?)(await GetAsync($"{hash}?max_characters=1000000")).Body["original_content"]);
        if (text == Json)
        {
            Assert.NotNull(JsonNode.Parse(output));
        }

        // The second pass keeps what leads back.
        var second = await CompressAsync(new JsonObject { ["context"] = output, ["rate"] = 0.5 });
        Assert.Contains(hash!, (string)second["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Equal(text == Prose, (string)second["compressed_prompt"]! != output);
    }

    [Fact]
    public async Task Target_HoldsWithTheHash()
    {
        foreach (var text in new[] { Prose, Log })
        {
            foreach (var target in new[] { 20, 120, 300 })
            {
                var answer = await CompressAsync(new JsonObject { ["context"] = text, ["target_token"] = target });
                var plain = ((JsonArray)answer["warnings"]!).Count > 0;
                Assert.True(plain || (int)answer["compressed_tokens"]! <= target);
                Assert.True(target < 100 || Handle().IsMatch((string)answer["compressed_prompt"]!));
                Assert.Equal(HttpStatusCode.OK, (await GetAsync((string)answer["originals"]![0]!)).Status);
            }
        }
    }

    [Fact]
    public async Task Texts_ThatLoseNothing_HaveNoHash()
    {
        var answer = await CompressAsync(new JsonObject { ["context"] = new JsonArray("A short text.", Log), ["rate"] = 0.5 });
        var whole = await CompressAsync(new JsonObject { ["context"] = Log, ["rate"] = 1 });

        Assert.Null((string?)answer["originals"]![0]);
        Assert.NotNull((string?)answer["originals"]![1]);
        Assert.Null((string?)whole["originals"]![0]);
        Assert.DoesNotContain("hash=", (string)whole["compressed_prompt"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_AndBatches_CarryHashesToo()
    {
        var messages = await CompressAsync(new JsonObject { ["messages"] = new JsonArray(Message("user", Prose), Message("tool", Log)) });
        var batch = await Service.Client.PostAsync("/v1/compress/batch", new JsonObject { ["items"] = new JsonArray(new JsonObject { ["context"] = Log, ["rate"] = 0.3 }) });

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((string?)messages["originals"]![i], Handle().Match((string)messages["messages"]![i]!["content"]!).Groups[1].Value);
        }

        Assert.Equal((string?)messages["originals"]![1], Handle().Match((string)batch["items"]![0]!["result"]!["compressed_prompt"]!).Groups[1].Value);
    }

    [Fact]
    public async Task Sidecar_SendsTheSameBytes_TurnByTurn_AndWhatWasRetrievedStaysWhole()
    {
        var first = await SentAsync(Log, Prose);
        var hashes = first.Select(text => Handle().Match(text).Groups[1].Value).ToArray();
        var (_, body) = await GetAsync(hashes[1]);
        var next = await SentAsync(Log, Prose, body.ToJsonString(), Prose, first[1]);

        Assert.Equal(first, next[..2]);
        Assert.Equal([body.ToJsonString(), Prose, first[1]], next[2..]);
        Assert.Equal(Log, (string?)(await GetAsync(hashes[0])).Body["original_content"]);
        Assert.Equal(Prose, (string?)body["original_content"]);
    }

    [Fact]
    public async Task Lines_AndSearch_AreBounded_AndWrongQueriesAreNamed()
    {
        var hash = (string)(await CompressAsync(new JsonObject { ["context"] = Log, ["rate"] = 0.3 }))["originals"]![0]!;
        var client = new PromptCompressorClient(Service.Client);

        Assert.Equal(Log.Split('\n')[39..41], (await client.GetOriginalPartAsync(hash, new OriginalQuery { FirstLine = 40, LastLine = 41 }))!.OriginalContent!.Split('\n'));
        var found = await client.GetOriginalPartAsync(hash, new OriginalQuery { Search = "settlement 4711 & more" });
        Assert.Empty(found!.Matches!);
        Assert.Equal((41, Failure), Assert.Single((await client.GetOriginalPartAsync(hash, new OriginalQuery { Search = "SETTLEMENT 4711" }))!.Matches!) is var match ? (match.Line, match.Text) : default);
        var cut = await client.GetOriginalPartAsync(hash, new OriginalQuery { MaxCharacters = 200 });
        Assert.True(cut is { Truncated: true, NextLine: 3, OriginalContent.Length: <= 200 });
        Assert.Null(await client.GetOriginalPartAsync(new string('0', 24)));

        var (status, problem) = await GetAsync($"{hash}?first_line=x&last_line=-1&max_characters=9999999");
        Assert.Equal(422, (int)status);
        Assert.Equal(["first_line", "last_line"], problem["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.Contains("must be 1 to 1000000", (await GetAsync($"{hash}?max_characters=9999999")).Body["errors"]!["max_characters"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(422, (int)(await GetAsync("secret-words-of-a-user")).Status);
    }

    [Fact]
    public async Task McpTool_RetrievesWhatTheOtherToolMarked()
    {
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(Service.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }));
        var compressed = await client.CallToolAsync("compress_context", new Dictionary<string, object?> { ["context"] = Log, ["rate"] = 0.3 });
        var hash = Handle().Match(TextOf(compressed)).Groups[1].Value;

        Assert.Equal(Log, TextOf(await CallAsync(new() { ["hash"] = hash })));
        Assert.Equal($"41: {Failure}", TextOf(await CallAsync(new() { ["hash"] = hash, ["search"] = "error" })));
        Assert.Equal(Log.Split('\n')[1], TextOf(await CallAsync(new() { ["hash"] = hash, ["first_line"] = 2, ["last_line"] = 2 })));
        Assert.Contains("must be 24 hexadecimal digits", TextOf(await CallAsync(new() { ["hash"] = "x" }, isError: true)), StringComparison.Ordinal);
        Assert.Contains("No original with this hash", TextOf(await CallAsync(new() { ["hash"] = new string('0', 24) }, isError: true)), StringComparison.Ordinal);
        Assert.Contains("line is not an argument", TextOf(await CallAsync(new() { ["hash"] = hash, ["line"] = 1 }, isError: true)), StringComparison.Ordinal);

        async Task<CallToolResult> CallAsync(Dictionary<string, object?> arguments, bool isError = false)
        {
            var answer = await client.CallToolAsync("retrieve_original", arguments);
            Assert.Equal(isError, answer.IsError == true);
            return answer;
        }
    }

    [Fact]
    public async Task Tenants_SeeTheirOwnAlone()
    {
        await using var keyed = await StartAsync(
            "--Security:ApiKeys:0:Name", "a", "--Security:ApiKeys:0:Sha256", Sha256("key-a"), "--Security:ApiKeys:0:Namespace", "space-a",
            "--Security:ApiKeys:1:Name", "b", "--Security:ApiKeys:1:Sha256", Sha256("key-b"), "--Security:ApiKeys:1:Namespace", "space-b");
        Use("key-a");
        var answer = await keyed.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Log, ["rate"] = 0.3 });
        var path = $"/v1/originals/{(string)answer["originals"]![0]!}";

        Assert.Equal(HttpStatusCode.OK, (await keyed.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Use("key-b");
        Assert.Equal(HttpStatusCode.NotFound, (await keyed.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        keyed.Client.DefaultRequestHeaders.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);

        void Use(string key)
        {
            keyed.Client.DefaultRequestHeaders.Clear();
            keyed.Client.DefaultRequestHeaders.Add("x-promptcompressor-key", key);
        }
    }

    [Fact]
    public async Task ByDefault_NothingIsKept_AndNoMarkCarriesAHash()
    {
        await using var plain = await (await ServiceHost.StartAsync()).UntilReadyAsync();
        var answer = await plain.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Log, ["rate"] = 0.3 });
        using var response = await plain.Client.GetAsync($"/v1/originals/{new string('0', 24)}", TestContext.Current.CancellationToken);
        await using var mcp = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(plain.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }));

        Assert.DoesNotContain("hash=", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(answer["originals"]);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Originals:Enabled", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("retrieve_original", (await mcp.ListToolsAsync()).Select(tool => tool.Name));
    }

    [Fact]
    public async Task Redis_ServesEveryReplica_AndWithoutItMarksCarryNoHash()
    {
        await using var redis = await RedisBackend.StartAsync();
        string[] settings = ["--Cache:Redis:ConnectionString", redis.ConnectionString, "--Originals:TimeoutMilliseconds", "10000"];
        await using var one = await StartAsync(settings);
        await using var two = await StartAsync(settings);
        await one.UntilRedisAsync();
        var request = new JsonObject { ["context"] = Log, ["rate"] = 0.3 };
        var hash = (string)(await one.Client.PostAsync("/v1/compress", request))["originals"]![0]!;

        Assert.Equal(Log, (string?)(await two.Client.GetFromJsonAsync<JsonNode>($"/v1/originals/{hash}", TestContext.Current.CancellationToken))!["original_content"]);

        await redis.KillAsync();
        var answer = await one.Client.PostAsync("/v1/compress", request);
        using var response = await two.Client.GetAsync($"/v1/originals/{hash}", TestContext.Current.CancellationToken);
        Assert.Null((string?)answer["originals"]![0]);
        Assert.DoesNotContain("hash=", (string)answer["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [GeneratedRegex("Retrieve more: hash=([0-9a-f]{24})")]
    private static partial Regex Handle();

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content, ["tool_call_id"] = "c" };

    private static string TextOf(CallToolResult answer) => Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;

    private static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The output as a caller puts it together: what was written, and the pieces of the input between it.</summary>
    private static string FromSpans(JsonNode answer, string text, string output)
    {
        var pieces = string.Concat(answer["spans"]![0]!.AsArray().Select(span => text[(int)span![0]!..(int)span[1]!]));
        var built = new StringBuilder();
        var taken = 0;
        foreach (var span in answer["written"]![0]!.AsArray())
        {
            var gap = (int)span![0]! - built.Length;
            built.Append(pieces, taken, gap).Append(output, (int)span[0]!, (int)span[1]! - (int)span[0]!);
            taken += gap;
        }

        return built.Append(pieces, taken, pieces.Length - taken).ToString();
    }

    private Task<JsonObject> CompressAsync(JsonObject request) => Service.Client.PostAsync("/v1/compress", request);

    private async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string query)
    {
        using var response = await Service.Client.GetAsync($"/v1/originals/{query}", TestContext.Current.CancellationToken);
        Assert.True(response.Headers.CacheControl is { NoStore: true } || response.StatusCode != HttpStatusCode.OK);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>What the upstream reads of results of tools.</summary>
    private async Task<string[]> SentAsync(params string[] results)
    {
        var body = new JsonObject { ["model"] = "gpt-4o", ["messages"] = new JsonArray([.. results.Select(result => (JsonNode)Message("tool", result))]) };
        using var response = await Service.Client.PostAsync("/v1/chat/completions", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal("compressed", response.Headers.GetValues("x-promptcompressor-status").Single());
        return [.. JsonNode.Parse(_upstream!.Last.Text)!["messages"]!.AsArray().Select(message => (string)message!["content"]!)];
    }

    private async Task<SidecarHost> StartAsync(params string[] settings) =>
        await (await SidecarHost.StartAsync(_upstream!.Address, ["--Originals:Enabled", "true", "--Proxy:TimeBudgetMilliseconds", "60000", .. settings])).UntilReadyAsync();
}
