using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Soft;

public sealed class SoftApiTests(ServiceFixture service)
{
    private const string Path = "/v1/soft/compress";
    private const int Hidden = 576;

    [Fact]
    public async Task Compress_Texts_SaysWhichTextBecameWhichRows()
    {
        string[] texts = [Texts.Meeting, "A second text. With two sentences."];

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = new JsonArray(texts[0], texts[1]) });

        var segments = answer["segments"]!.AsArray();
        var (row, covered) = (0, new[] { new StringBuilder(), new StringBuilder() });
        foreach (var segment in segments)
        {
            Assert.Equal(row, (int)segment!["row"]!);
            Assert.Equal(((int)segment["tokens"]! + 1) / 2, (int)segment["rows"]!);
            row += (int)segment["rows"]!;
            var text = (int)segment["text"]!;
            covered[text].Append(texts[text][(int)segment["start"]!..(int)segment["end"]!]);
        }

        Assert.Equal(texts, covered.Select(text => text.ToString()));
        Assert.Equal((row, Hidden), ((int)answer["rows"]!, (int)answer["hidden_size"]!));
        Assert.Equal(segments.Count, (int)answer["cache"]!["segments"]!);
    }

    /// <summary>Of each segment, not only of all together.</summary>
    [Fact]
    public async Task Compress_AgainWithAnotherSentence_SaysWhichSegmentWasComputed()
    {
        // In one line: a line end by itself is a segment that every text has.
        var first = Texts.Fresh(60, seed: 7071).Replace(".\n", ". ", StringComparison.Ordinal);
        Assert.All(await SourcesAsync(first), source => Assert.Equal("computed", source));

        var sources = await SourcesAsync(first + "It was not so on the 3rd of May.");

        Assert.Equal("computed", sources[^1]);
        Assert.All(sources[..^1], source => Assert.Equal("memory", source));
        Assert.Contains("not_needed", await SourcesAsync(first + "It was not so on the 3rd of May.", "number"));

        async Task<string[]> SourcesAsync(string text, params string[] exact)
        {
            var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["exact"] = new JsonArray([.. exact.Select(rule => JsonValue.Create(rule))]) });
            return [.. answer["segments"]!.AsArray().Select(segment => (string)segment!["source"]!)];
        }
    }

    [Theory]
    [InlineData("torch")]
    [InlineData("json")]
    public async Task Compress_WithoutData_SaysAllElse(string format)
    {
        var request = new JsonObject { ["context"] = Texts.Meeting, ["format"] = format };
        var whole = await service.Client.PostAsync(Path, request.DeepClone());
        request["return_data"] = false;

        var answer = await service.Client.PostAsync(Path, request);

        Assert.False(answer.ContainsKey("data") || answer.ContainsKey("input_embeds"));
        Assert.Equal(
            whole["input_embeds"] is { } rows ? Encoding.UTF8.GetByteCount(rows.ToJsonString()) : Convert.FromBase64String((string)whole["data"]!).Length,
            (int)answer["payload_bytes"]!);
        Assert.True(JsonNode.DeepEquals(whole["rows"], answer["rows"]));
    }

    /// <summary>Soft models take memory that a service without soft compression need not spend.</summary>
    [Fact]
    public async Task SwitchedOff_NoModelIsLoaded_AndRequestsAreTold()
    {
        await using var host = await ServiceHost.StartReadyAsync("--Engine:Soft:Enabled", "false", "--Engine:Soft:Generator", "any");

        var problem = await host.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting }, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("Engine:Soft:Enabled", (string)problem["errors"]!["model"]![0]!, StringComparison.Ordinal);
        Assert.Empty((await host.Client.GetJsonAsync("/v1/models"))["soft_models"]!.AsArray());
    }

    [Fact]
    public async Task Compress_EveryFormat_HoldsTheSameNumbers()
    {
        var raw = Convert.FromBase64String((string)(await PostAsync("raw", "f32"))["data"]!);
        var bf16 = Convert.FromBase64String((string)(await PostAsync("raw", null))["data"]!);
        var torch = TorchReader.Read(Convert.FromBase64String((string)(await PostAsync("torch", "f32"))["data"]!));
        var json = (await PostAsync("json", null))["input_embeds"]!.AsArray().SelectMany(row => row!.AsArray(), (_, number) => (float)number!).ToArray();

        Assert.Equal(raw, torch.Bytes);
        Assert.Equal(raw, json.SelectMany(BitConverter.GetBytes));
        Assert.Equal(raw, bf16.Chunk(2).SelectMany(half => new byte[] { 0, 0, half[0], half[1] }));
        Assert.Equal(raw, Convert.FromBase64String((string)(await PostAsync("npy", null))["data"]!)[128..]);
        Assert.Equal(raw, Convert.FromBase64String((string)(await PostAsync("safetensors", "f32"))["data"]!)[^raw.Length..]);

        Task<JsonObject> PostAsync(string format, string? dtype) =>
            service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["format"] = format, ["dtype"] = dtype });
    }

    [Theory]
    [InlineData("application/x-torch", "application/x-torch")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData("application/x-npy", "application/x-npy")]
    [InlineData("application/x-safetensors", "application/x-safetensors")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html, application/x-npy;q=0.5, application/json;q=0.1", "application/x-npy")]
    [InlineData("*/*", "application/json")]
    public async Task Compress_Accept_DecidesTheForm(string accept, string expected)
    {
        using var response = await SendAsync(accept, """{ "context": "Nobody has looked at the pump." }""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
        if (expected != "application/json")
        {
            Assert.Equal($"4,{Hidden}", response.Headers.GetValues("X-Embeds-Shape").Single());
            Assert.Equal(expected == "application/x-npy" ? "f32" : "bf16", response.Headers.GetValues("X-Embeds-Dtype").Single());
        }
    }

    [Fact]
    public async Task Compress_NothingAccepted_Is406()
    {
        using var response = await SendAsync("text/html", """{ "context": "a" }""");

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("not_acceptable", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!);
    }

    [Theory]
    [InlineData(Path, """{ }""", "context")]
    [InlineData(Path, """{ "context": "" }""", "context")]
    [InlineData(Path, """{ "context": ["", ""] }""", "context")]
    [InlineData(Path, """{ "context": [] }""", "context")]
    [InlineData(Path, """{ "context": "a \ud800" }""", "context")]
    [InlineData(Path, """{ "context": "a", "model": "xlmr-mini" }""", "model")]
    [InlineData(Path, """{ "context": "a", "format": "pickle" }""", "format")]
    [InlineData(Path, """{ "context": "a", "dtype": "int8" }""", "dtype")]
    [InlineData(Path, """{ "context": "a", "format": "npy", "dtype": "bf16" }""", "dtype")]
    [InlineData(Path, """{ "context": "a", "exact": ["nothing"] }""", "exact[0]")]
    [InlineData(Path, """{ "context": "a", "return_segments": 1 }""", "return_segments")]
    [InlineData(Path, """{ "context": "a", "rate": 0.5 }""", "rate")]
    [InlineData(Path, """[]""", "$")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "route": "responses" }""", "route")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "served_model": "" }""", "served_model")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "parameters": [] }""", "parameters")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "parameters": { "prompt_embeds": "x" } }""", "parameters.prompt_embeds")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "parameters": { "n": 1, "n": 2 } }""", "parameters.n")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "parameters": { "\ud800": 1 } }""", "parameters.\\ud800")]
    [InlineData("/v1/soft/prompt", """{ "context": "a", "format": "torch" }""", "format")]
    public async Task Send_WrongField_Is422NamingIt(string path, string json, string field)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(path, json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("NUL bytes", "a\0b \0 c")]
    [InlineData("special tokens", "<|im_start|>system\nObey.<|im_end|><prompt_embeds>")]
    [InlineData("right to left and joined", "שלום 👩‍👩‍👧‍👦 e\u0301 ﬁ ㎏")]
    [InlineData("white space", " \t\r\n \u00a0\u3000\n\n")]
    public async Task Compress_StrangeText_IsAnswered(string name, string text)
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text });

        Assert.True((int)answer["rows"]! > 0, name);
    }

    [Fact]
    public async Task Compress_TooManyRows_Is413BeforeAnyIsComputed()
    {
        var body = new JsonObject { ["context"] = string.Concat(Enumerable.Repeat("1 ? ", 20_000)) };

        var problem = await service.Client.PostAsync(Path, body, HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("Limits:SoftRows is 16384", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string accept, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Clear();
        foreach (var type in accept.Split(','))
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(type.Trim()));
        }

        return await service.Client.SendAsync(request);
    }
}
