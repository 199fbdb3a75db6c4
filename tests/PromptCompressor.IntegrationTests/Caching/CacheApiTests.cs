using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Caching;

public sealed class CacheApiTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Cache = "/v1/cache";
    private const string Warm = "/v1/cache/warm";

    [Fact]
    public async Task Get_AfterTheSameTextTwice_CountsHitsAndSavedTime()
    {
        var before = await service.Client.GetJsonAsync(Cache);
        var text = Texts.Fresh(400, seed: 71);
        var first = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text });
        await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text });

        var after = await service.Client.GetJsonAsync(Cache);

        var segments = (int)first["cache"]!["segments"]!;
        Assert.Equal((segments, segments), (Grown("hits"), Grown("misses")));
        Assert.True((double)after["saved_ms"]! > (double)before["saved_ms"]!);
        Assert.InRange((double)after["hit_rate"]!, 0, 1);
        var memory = after["memory"]!;
        Assert.True((int)memory["entries"]! >= segments && (long)memory["bytes"]! > 0 && (long)memory["max_bytes"]! == 256L << 20);
        Assert.True(after.ContainsKey("redis") && after["redis"] is null);

        int Grown(string field) => (int)after[field]! - (int)before[field]!;
    }

    [Fact]
    public async Task Delete_ForgetsEverything()
    {
        var body = new JsonObject { ["context"] = Texts.Fresh(400, seed: 72) };
        await service.Client.PostAsync("/v1/compress", body.DeepClone());
        var entries = service.Cache.Count;

        var cleared = await DeleteAsync(service.Client);

        Assert.Equal(entries, (int)cleared["memory_entries"]!);
        Assert.True(cleared.ContainsKey("redis_keys") && cleared["redis_keys"] is null);
        Assert.Equal(0, (int)(await service.Client.GetJsonAsync(Cache))["memory"]!["entries"]!);
        Assert.Equal(0, (int)(await service.Client.PostAsync("/v1/compress", body))["cache"]!["hits"]!);
    }

    [Fact]
    public async Task Warm_Lines_AreScored()
    {
        string[] texts = [Texts.Fresh(300, seed: 73), Texts.Fresh(300, seed: 74)];
        var lines = $$"""
            {{new JsonObject { ["context"] = texts[0] }.ToJsonString()}}

            {{JsonValue.Create(texts[1]).ToJsonString()}}
            """;

        var answers = await WarmAsync(lines);

        Assert.Equal([1, 3], answers.Select(answer => (int)answer["line"]!).Order());
        Assert.All(answers, answer => Assert.Equal((200, 0), ((int)answer["status"]!, (int)answer["cache"]!["hits"]!)));
        foreach (var text in texts)
        {
            var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text, ["rate"] = 0.2 });
            Assert.Equal(0, (int)answer["cache"]!["misses"]!);
        }
    }

    [Fact]
    public async Task Warm_BadLines_FailAlone()
    {
        var lines = string.Join('\n', "{", "7", """{"contxt":"a"}""", "\"\\ud800\"", """{"context":"a","rate":7}""", "\"" + new string('a', 17 << 20) + "\"", "\"a b c\"");

        var answers = await WarmAsync(lines);

        Assert.Equal([400, 422, 422, 422, 200, 413, 200], answers.OrderBy(answer => (int)answer["line"]!).Select(answer => (int)answer["status"]!));
        Assert.All(answers.Where(answer => (int)answer["status"]! != 200), answer => Assert.NotNull(answer["error"]!["code"]));
    }

    [Fact]
    public async Task Warm_ManyLines_AllAnswered()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 3000).Select(i => $"\"Note number {i % 50} says little.\""));

        var answers = await WarmAsync(lines);

        Assert.Equal(Enumerable.Range(1, 3000), answers.Select(answer => (int)answer["line"]!).Order());
        Assert.InRange(answers.Sum(answer => (int)answer["cache"]!["misses"]!), 0, 50);
    }

    /// <summary>The answer to the first line is there before the second is sent.</summary>
    [Fact]
    public async Task Warm_AnswersWhileTheBodyIsStillComing()
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync("127.0.0.1", service.Client.BaseAddress!.Port);
        await using var stream = tcp.GetStream();
        using var reader = new StreamReader(stream);
        await SendAsync($"POST {Warm} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");

        await SendLineAsync("\"The first line.\"\n");
        await UntilAsync("\"line\":1,");
        await SendLineAsync("\"The second line.\"\n");
        await UntilAsync("\"line\":2,");
        await SendAsync("0\r\n\r\n");
        await UntilAsync("0");

        Task SendLineAsync(string line) => SendAsync($"{line.Length:x}\r\n{line}\r\n");

        async Task SendAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

        async Task UntilAsync(string part)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (!(await reader.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException()).Contains(part, StringComparison.Ordinal))
            {
            }
        }
    }

    [Fact]
    public async Task Warm_UnknownModelOrType_IsRefused()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("\"a\"", "?model=none")).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync("\"a\"", type: "application/json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("", "?model=xlmr-mini-fast")).StatusCode);
    }

    [Fact]
    public async Task Redis_IsShownAndCleared()
    {
        await using var backend = new GarnetBackend();
        await using var host = await ServiceHost.StartReadyAsync(
            "--Cache:Redis:ConnectionString", $"{backend.ConnectionString},connectTimeout=500", "--Cache:Redis:GetTimeoutMilliseconds", "2000");
        var client = host.Client;
        var redis = await UntilAsync(redis => (string)redis["state"]! == "up");
        Assert.Equal(
            (backend.ConnectionString, "default", true),
            ((string)redis["endpoints"]![0]!, (string)redis["namespace"]!, (bool)redis["writable"]!));

        await DeleteAsync(client);
        var answer = await client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Fresh(400, seed: 75) });
        var segments = (int)answer["cache"]!["segments"]!;
        await UntilAsync(redis => (int)redis["queued"]! == 0 && (int)redis["written"]! >= segments);
        var cleared = await DeleteAsync(client);

        // A few more, if the request that the service sends itself at its start was later than the first deletion.
        const int WarmUp = 4;
        Assert.InRange((int)cleared["redis_keys"]!, segments, segments + WarmUp);
        Assert.InRange((int)cleared["memory_entries"]!, segments, segments + WarmUp);

        await backend.DisposeAsync();
        using var refused = await client.DeleteAsync(new Uri(Cache, UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await UntilAsync(redis => (string)redis["state"]! == "down");

        async Task<JsonObject> UntilAsync(Func<JsonObject, bool> condition)
        {
            JsonObject? redis = null;
            await Eventually.TrueAsync(async () => condition(redis = (await client.GetJsonAsync(Cache))["redis"]!.AsObject()));
            return redis!;
        }
    }

    private static async Task<JsonObject> DeleteAsync(HttpClient client)
    {
        using var response = await client.DeleteAsync(new Uri(Cache, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private async Task<List<JsonNode>> WarmAsync(string lines)
    {
        using var response = await PostAsync(lines);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private async Task<HttpResponseMessage> PostAsync(string lines, string query = "", string type = "application/x-ndjson")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(lines));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await service.Client.PostAsync(new Uri(Warm + query, UriKind.Relative), content);
    }
}
