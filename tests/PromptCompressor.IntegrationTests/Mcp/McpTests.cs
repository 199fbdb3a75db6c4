using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using PromptCompressor.IntegrationTests.Security;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Mcp;

/// <summary>The tools as the official client sees them.</summary>
public sealed class McpTests(ServiceFixture service, KeyedService keyed) : IClassFixture<KeyedService>
{
    private const string Compress = "compress_context";
    private const string Explain = "explain_compression";

    [Fact]
    public async Task Post_WithoutAContentType_Is415()
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        using var response = await service.Client.PostAsync(new Uri("/mcp", UriKind.Relative), content);

        Assert.Equal((415, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"no_such_tool","arg":{"context":"a b c","\ud800":1}}}""")]
    public async Task Post_OfWhatIsNoMcp_IsTheCallersFault(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/mcp", UriKind.Relative)) { Content = content };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var response = await service.Client.SendAsync(request);

        // The library answers some of it itself, with 200 and an error of JSON-RPC.
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest || answer.Contains("\"error\":", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Tools_AreTwo_WithSchemasThatRequireTheContext()
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);

        var tools = await client.ListToolsAsync();

        Assert.Equal([Compress, Explain], tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool =>
        {
            Assert.Equal("context", Assert.Single(tool.JsonSchema.GetProperty("required").EnumerateArray()).GetString());
            Assert.True(tool.ProtocolTool.Annotations!.ReadOnlyHint);
        });
    }

    [Fact]
    public async Task CompressContext_Answers_AsTheRouteDoes()
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);
        var route = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.4 });

        var answer = await client.CallToolAsync(Compress, new Dictionary<string, object?> { ["context"] = Texts.Meeting, ["rate"] = 0.4 });

        Assert.NotEqual(true, answer.IsError);
        Assert.Equal((string)route["compressed_prompt"]!, TextOf(answer));
        Assert.Equal((long)route["compressed_tokens"]!, answer.StructuredContent!.Value.GetProperty("compressed_tokens").GetInt64());
    }

    [Fact]
    public async Task ExplainCompression_WithoutItsMarks_IsTheSource()
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);
        string[] texts = [Texts.Meeting, "On 3 March the hall is booked, and, well, you know, that is that."];

        var answer = TextOf(await client.CallToolAsync(Explain, new Dictionary<string, object?> { ["context"] = texts, ["rate"] = 0.5 }));

        Assert.Contains("⟦", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("⟦INV-20417", answer, StringComparison.Ordinal);
        var unmarked = answer.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text, unmarked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Structure_IsToldByItsBlocks()
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);
        var log = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"2031-04-17T03:{i:00}:00Z INFO [http] request {1000 + (i * 13)} done in {i * 3} ms"));
        var arguments = new Dictionary<string, object?> { ["context"] = log, ["rate"] = 0.3 };

        var block = (await client.CallToolAsync(Compress, arguments)).StructuredContent!.Value.GetProperty("blocks")[0][0];
        var explanation = TextOf(await client.CallToolAsync(Explain, arguments));

        Assert.Equal("log", block.GetProperty("kind").GetString());
        Assert.Contains($"log, {block.GetProperty("origin_tokens")} -> {block.GetProperty("compressed_tokens")} tokens: ", explanation, StringComparison.Ordinal);
        Assert.Contains($"; {block.GetProperty("omitted_records")} records left out.", explanation, StringComparison.Ordinal);
        Assert.Contains("⟦2031-04-17", explanation, StringComparison.Ordinal);
        Assert.Contains(log, explanation.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "context")]
    [InlineData("""{"context": 5}""", "context")]
    [InlineData("""{"context": "text", "rate": 2}""", "rate")]
    [InlineData("""{"context": "text", "rate": "half"}""", "rate")]
    [InlineData("""{"context": "text", "colour": "red"}""", "colour")]
    [InlineData("""{"context": "text", "model": "nope"}""", "model")]
    [InlineData("""{"messages": [{"role": "user", "content": "text"}]}""", "messages")]
    public async Task WrongArguments_AreToolErrors_ThatNameTheField(string arguments, string field)
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);
        var values = JsonNode.Parse(arguments)!.AsObject().ToDictionary(entry => entry.Key, entry => (object?)entry.Value);

        foreach (var tool in new[] { Compress, Explain })
        {
            var answer = await client.CallToolAsync(tool, values);

            Assert.True(answer.IsError);
            Assert.Contains(field, TextOf(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TextOverTheLimit_IsAToolError_WithTheLimit()
    {
        await using var client = await ConnectAsync(service.Client.BaseAddress!);
        var text = string.Concat(Enumerable.Repeat("so on ", 600_000));

        var answer = await client.CallToolAsync(Compress, new Dictionary<string, object?> { ["context"] = text });

        Assert.True(answer.IsError);
        Assert.Contains("Limits:OriginTokens", TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutGoodKey_NobodyConnects()
    {
        foreach (var key in new[] { null, "wrong" })
        {
            var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => ConnectAsync(keyed.Address, key));
            Assert.Equal(HttpStatusCode.Unauthorized, failure.StatusCode);
        }
    }

    [Fact]
    public async Task Scores_AreCached_InTheNamespaceOfTheKey()
    {
        var text = Texts.Fresh(300, seed: 977);
        await using (var anna = await ConnectAsync(keyed.Address, "key-of-anna"))
        {
            Assert.NotEqual(true, (await anna.CallToolAsync(Compress, new Dictionary<string, object?> { ["context"] = text })).IsError);
        }

        Assert.Equal(0, await HitsAsync("key-of-ben", text));
        Assert.NotEqual(0, await HitsAsync("key-of-carla", text));
    }

    private async Task<int> HitsAsync(string key, string text)
    {
        using var client = new HttpClient { BaseAddress = keyed.Address };
        client.DefaultRequestHeaders.Add("x-promptcompressor-key", key);
        return (int)(await client.PostAsync("/v1/compress", new JsonObject { ["context"] = text }))["cache"]!["hits"]!;
    }

    private static Task<McpClient> ConnectAsync(Uri address, string? key = null) => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(address, "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = key is null ? null : new Dictionary<string, string> { ["x-promptcompressor-key"] = key },
    }));

    private static string TextOf(CallToolResult answer) => Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;
}
