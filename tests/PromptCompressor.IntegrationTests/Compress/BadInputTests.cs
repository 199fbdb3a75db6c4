using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

/// <summary>Whatever comes in: a right answer or a clear refusal; never a failure, a hang or lost text.</summary>
public sealed class BadInputTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";

    public static TheoryData<string, string> StrangeTexts => new()
    {
        { "empty", "" },
        { "white space", " \t\r\n \u00a0\u3000\n\n" },
        { "one 2 MB word", new string('a', 2_000_000) },
        { "100,000 emoji", string.Concat(Enumerable.Repeat("😀", 100_000)) },
        { "NUL bytes", "before\0after \0 and\0\0more words to see whether anything is lost on the way" },
        { "special tokens", "<s> hello </s> <pad> <mask> <unk> <|endoftext|> <|im_start|>user<|im_end|> [CLS] [SEP] and then some ordinary words" },
        { "byte order mark", "\ufeffwords after a mark that no one sees and that stays where it was put" },
        { "right to left and joined", "שלום עולם مرحبا بالعالم 👩‍👩‍👧‍👦 e\u0301 ﬁ ㎏ and more words than these" },
        { "control characters", "a\u0001b \u0008 c\u001b[31m red \u007f \u0085 \u2028 next \u2029 last words of the line" },
    };

    [Theory]
    [MemberData(nameof(StrangeTexts))]
    public async Task Compress_StrangeText_IsAnsweredInOrder(string name, string text)
    {
        foreach (var rate in new[] { 0.5, 1 })
        {
            var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = rate, ["return_spans"] = true });

            var output = (string)answer["compressed_prompt"]!;
            Assert.Equal(output, string.Concat(answer["spans"]![0]!.AsArray().Select(span => text[(int)span![0]!..(int)span[1]!])));
            Assert.True((int)answer["compressed_tokens"]! <= (int)answer["origin_tokens"]!, name);
            if (rate == 1)
            {
                Assert.Equal(text, output);
            }
        }
    }

    [Theory]
    [InlineData("""{ "context": "a", "rate": 0 }""", "rate")]
    [InlineData("""{ "context": "a", "rate": -1 }""", "rate")]
    [InlineData("""{ "context": "a", "rate": 1.01 }""", "rate")]
    [InlineData("""{ "context": "a", "rate": 1e400 }""", "rate")]
    [InlineData("""{ "context": "a", "rate": "NaN" }""", "rate")]
    [InlineData("""{ "context": "a", "target_token": 0 }""", "target_token")]
    [InlineData("""{ "context": "a", "min_score": 2 }""", "min_score")]
    [InlineData("""{ "rate": 0.5 }""", "$")]
    [InlineData("""{ "context": "a", "messages": [{ "role": "user", "content": "a" }] }""", "messages")]
    [InlineData("""{ "context": "a", "tokenizer": "nobody-7b" }""", "tokenizer")]
    [InlineData("""{ "context": "a", "tokenizer": "" }""", "tokenizer")]
    [InlineData("""{ "context": "a", "model": "nothing" }""", "model")]
    [InlineData("""{ "context": "a", "mode": "fast" }""", "mode")]
    [InlineData("""{ "context": "a", "protect": ["nothing"] }""", "protect[0]")]
    [InlineData("""{ "context": "a", "protect": ["url", "/(/"] }""", "protect[1]")]
    [InlineData("""{ "context": "a", "protect": ["url", 5] }""", "protect[1]")]
    [InlineData("""{ "context": "a", "protect": ["none", "url"] }""", "protect[0]")]
    [InlineData("""{ "context": "a \ud800 b" }""", "context")]
    [InlineData("""{ "context": ["a", "\udfff"] }""", "context[1]")]
    [InlineData("""{ "context": 7 }""", "context")]
    [InlineData("""{ "context": [] }""", "context")]
    [InlineData("""{ "context": "a", "context": "b" }""", "context")]
    [InlineData("""{ "context": "a", "prompt": "b" }""", "prompt")]
    [InlineData("""{ "messages": [] }""", "messages")]
    [InlineData("""{ "messages": [{ "role": "user", "content": { "text": "a" } }] }""", "messages[0].content")]
    [InlineData("""[1]""", "$")]
    public async Task Compress_WrongField_Is422NamingIt(string json, string field)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Equal("invalid", (string)problem["code"]!);
        Assert.Equal(422, (int)problem["status"]!);
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Compress_ManyWrongFields_AreAllNamedAtOnce()
    {
        const string Json = """{ "rate": 2, "target_token": "x", "tokenizer": "nobody", "model": "none", "mode": "fast", "force_tokens": [""], "min_score": -1, "more": {} }""";

        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, Json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Equal(
            ["$", "force_tokens[0]", "min_score", "mode", "model", "more", "rate", "target_token", "tokenizer"],
            problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("words that are no JSON")]
    [InlineData("""{ "context": "a", "rate": NaN }""")]
    [InlineData("""{ "context": "a" """)]
    public async Task Compress_NotJson_Is400AndQuotesNothing(string body)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, body, HttpStatusCode.BadRequest))!;

        Assert.Equal("malformed", (string)problem["code"]!);
        Assert.DoesNotContain("words", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_BodyOverTheLimit_Is413StatingIt()
    {
        var body = $$"""{ "context": "{{new string('a', 17 * 1024 * 1024)}}" }""";

        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, body, HttpStatusCode.RequestEntityTooLarge))!;

        Assert.Equal("too_large", (string)problem["code"]!);
        Assert.Contains("16777216", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TokensOverTheLimit_Is413StatingIt()
    {
        var body = new JsonObject { ["context"] = string.Concat(Enumerable.Repeat("1 ? ", 600_000)) };

        var problem = await service.Client.PostAsync(Path, body, HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("too_large", (string)problem["code"]!);
        Assert.Contains("1000000", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TooManyContexts_Is422StatingTheLimit()
    {
        var body = new JsonObject { ["context"] = new JsonArray([.. Enumerable.Repeat("a", 1001).Select(text => (JsonNode)text)]) };

        var problem = await service.Client.PostAsync(Path, body, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("1000", (string)problem["errors"]!["context"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json", "compress")]
    public async Task Compress_NoPlainJson_Is415(string type, string? encoding)
    {
        using var content = new StringContent("""{ "context": "a" }""", Encoding.UTF8, type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await service.Client.PostAsync(new Uri(Path, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/v1/compress", "text/plain", "came as text/plain; it must be application/json")]
    [InlineData("/v1/compress", "application/x-www-form-urlencoded", "came as application/x-www-form-urlencoded; it must be application/json")]
    [InlineData("/v1/compress", null, "send Content-Type: application/json")]
    [InlineData("/v1/cache/warm", "application/json", "came as application/json; it must be application/x-ndjson")]
    [InlineData("/mcp", "text/plain", "came as text/plain; it must be application/json")]
    public async Task Send_WrongContentType_SaysWhatCameAndWhatMust(string path, string? type, string told)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await service.Client.PostAsync(new Uri(path, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains(told, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "'context'")]
    [InlineData("prompt", "'context'")]
    [InlineData("Context", "'context'")]
    [InlineData("target_tokens", "'target_token'")]
    [InlineData("targetToken", "'target_token'")]
    [InlineData("compression_rate", "'rate'")]
    [InlineData("ratio", "0.5 for a ratio of 2")]
    [InlineData("query", "'question'")]
    [InlineData("stream", "/v1/compress/stream")]
    public async Task Compress_AFieldOfOtherName_SaysWhichIsMeant(string name, string meant)
    {
        var problem = await service.Client.PostAsync(Path, new JsonObject { ["context"] = "a", [name] = 1 }, HttpStatusCode.UnprocessableEntity);

        Assert.Contains(meant, (string)problem["errors"]![name]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TheLlmAsModel_IsToldWhereItGoes()
    {
        var problem = await service.Client.PostAsync(Path, new JsonObject { ["context"] = "a", ["model"] = "gpt-4o" }, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("tokenizer", (string)problem["errors"]!["model"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TwoBudgets_OneIsSaidToBeIgnored()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.1, ["target_token"] = 60 });

        Assert.Contains(answer["warnings"]!.AsArray(), warning => ((string)warning!).StartsWith("rate was ignored", StringComparison.Ordinal));
        Assert.InRange((int)answer["compressed_tokens"]!, 40, 60);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("/openai/deployments/x/chat/completions")]
    public async Task Send_AChatWithoutAnUpstream_NamesTheSetting(string path)
    {
        var problem = await service.Client.PostAsync(path, new JsonObject { ["messages"] = new JsonArray() }, HttpStatusCode.NotFound);

        Assert.Equal("not_found", (string)problem["code"]!);
        Assert.Contains("Proxy:Upstream", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "not_found")]
    [InlineData("GET", "/v1/compress", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/models", 405, "method_not_allowed")]
    public async Task Send_NoSuchEndpoint_IsAProblemToo(string method, string path, int status, string code)
    {
        using var response = await service.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((status, code), ((int)response.StatusCode, (string)problem["code"]!));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
