using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PromptCompressor.IntegrationTests.Soft;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Texts as embeddings, in front of a vLLM that reads them and in front of those that do not.</summary>
public sealed class EmbeddingRouteTests(EmbeddingRouteTests.Setup setup) : IClassFixture<EmbeddingRouteTests.Setup>, IDisposable
{
    private const string Path = "/v1/chat/completions";
    private const string Generator = "HuggingFaceTB/SmolLM2-135M-Instruct";
    private const string Trusted = "key-of-anna";

    private readonly FakeUpstream _upstream = setup.Reset();

    public void Dispose() => _upstream.Reset();

    /// <summary>The sidecar would send text for ever, and say nothing of the model that is missing.</summary>
    [Fact]
    public async Task WithoutSoftModels_TheStartIsRefused()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => setup.StartSidecarAsync("--Engine:Soft:Enabled", "false"));

        Assert.Contains("Proxy:Soft:Enabled is true, but Engine:Soft:Enabled is false", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongTexts_GoAsEmbeddings_ThatVllmReads()
    {
        var (document, result, part) = (Texts.Fresh(500, seed: 7101), Texts.Fresh(400, seed: 7102), Texts.Fresh(450, seed: 7103));
        var body = new JsonObject
        {
            ["temperature"] = 0.5,
            ["model"] = Generator,
            ["stream"] = true,
            ["messages"] = new JsonArray(
                Message("system", "Be brief. " + Texts.Fresh(400, seed: 7104)),
                Message("user", $"Summarise this:\n{document}\nIn one sentence."),
                new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "1" }) },
                new JsonObject { ["role"] = "tool", ["tool_call_id"] = "1", ["content"] = result },
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray(TextPart("Short."), TextPart(part), TextPart("And now?")) }),
        };

        using var response = await PostAsync(body);

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        Assert.Equal("compressed; reason=embeddings", Status(response));
        var rows = (int)JsonNode.Parse(answer)!["rows"]!;
        Assert.InRange(int.Parse(Header(response, "compressed-tokens"), null), rows, (int.Parse(Header(response, "original-tokens"), null) * 0.6));

        // Put the texts back, and it is the body that was sent.
        var sent = JsonNode.Parse(_upstream.Last.Text)!;
        var (user, tool, list) = (sent["messages"]![1]!["content"]!, sent["messages"]![3]!["content"]!, sent["messages"]![4]!["content"]!.AsArray());
        Assert.Equal(["text", "prompt_embeds", "text"], user.AsArray().Select(TypeOf));
        Assert.Equal(("Summarise this:", "In one sentence."), ((string)user[0]!["text"]!, (string)user[2]!["text"]!));
        Assert.Equal(["prompt_embeds"], tool.AsArray().Select(TypeOf));
        Assert.Contains("prompt_embeds", list.Select(TypeOf));
        Assert.Equal("Short.", (string)list[0]!["text"]!);
        Assert.Equal("And now?", (string)list[^1]!["text"]!);
        foreach (var i in new[] { 1, 3, 4 })
        {
            sent["messages"]![i]!["content"] = body["messages"]![i]!["content"]!.DeepClone();
        }

        Assert.Equal(body.ToJsonString(), sent.ToJsonString());
    }

    [Fact]
    public async Task SameText_IsTheSameBytes_OnTheNextTurn()
    {
        var text = Texts.Fresh(500, seed: 7111);
        using var first = await PostAsync(Chat(text));
        var sent = _upstream.Last.Text;
        using var second = await PostAsync(Chat(text, "Why?"));

        var shared = sent.IndexOf("What is it about?", StringComparison.Ordinal);
        Assert.Equal(sent[..shared], _upstream.Last.Text[..shared]);
    }

    [Fact]
    public async Task OlderVllm_GetsText_IsRemembered_AndItsStreamIsNotHeldBack()
    {
        await using var sidecar = await setup.StartSidecarAsync();
        var rest = new TaskCompletionSource();
        _upstream.Answer = async context =>
        {
            if (_upstream.Last.Text.Contains("prompt_embeds", StringComparison.Ordinal))
            {
                await FakeUpstream.Json("""{"error":"unknown part"}""", 400)(context);
                return;
            }

            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await rest.Task;
            await context.Response.WriteAsync("data: two\n\n");
        };
        var body = Chat(Texts.Fresh(500, seed: 7121)).ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Json(body) };
        using var response = await sidecar.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "compressed; reason=embeddings_refused"), (response.StatusCode, Status(response)));
        Assert.Equal("OK", response.ReasonPhrase);
        Assert.Equal(2, _upstream.Requests.Count);
        Assert.InRange(_upstream.Last.Body.Length, 1, body.Length * 0.8);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var start = new byte[11];
        await stream.ReadExactlyAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal("data: one\n\n", Encoding.UTF8.GetString(start));

        // The first answer is not over, and it is known already.
        using var second = await sidecar.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path) { Content = Json(body) }, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("compressed; reason=embeddings_refused", Status(second));
        Assert.Equal(3, _upstream.Requests.Count);
        rest.SetResult();
        Assert.Equal("data: two\n\n", await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RequestThatIsWrongAnyway_GetsTheUpstreamsAnswer_AndSaysNothingOfEmbeddings()
    {
        _upstream.Answer = FakeUpstream.Json("""{"error":"temperature"}""", 400);
        using var wrong = await PostAsync(Chat(Texts.Fresh(500, seed: 7131)));
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"temperature"}"""), (wrong.StatusCode, await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(2, _upstream.Requests.Count);

        _upstream.Answer = setup.AnswerAsVllmAsync;
        using var right = await PostAsync(Chat(Texts.Fresh(500, seed: 7131)));
        Assert.Equal("compressed; reason=embeddings", Status(right));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task AnyOtherFailure_IsNotSentAgain(int status)
    {
        _upstream.Answer = FakeUpstream.Json("{}", status);
        using var response = await PostAsync(Chat(Texts.Fresh(500, seed: 7141)));
        Assert.Equal(((HttpStatusCode)status, 1), (response.StatusCode, _upstream.Requests.Count));
    }

    [Theory]
    [InlineData(Path, """{"messages":[{"role":"user","content":[{"type":"prompt_embeds","data":"AA=="}]}]}""")]
    [InlineData(Path, """{"messages":[{"role":"user","content":[{"data":"AA==","type":"prompt\u005fembeds"}]}]}""")]
    [InlineData(Path, """{"messages":[{"role":"user","content":[{"type":"prompt_embeds","type":"text","data":"AA=="}]}]}""")]
    [InlineData(Path, """{"x":NaN,"messages":[{"role":"user","content":[{"type":"prompt_embeds","data":"AA=="}]}]}""")]
    [InlineData("/v1/chat%2Fcompletions", """{"messages":[{"role":"user","content":[{"type":"prompt_embeds","data":"AA=="}]}]}""")]
    [InlineData("/v1/completions", """{"prompt":"","prompt_embeds":["AA=="]}""")]
    [InlineData("/tokenize", """{"prompt_embeds":"AA=="}""")]
    public async Task EmbeddingsOfClients_AreRefused_UnlessTheyAreTrusted(string path, string body)
    {
        using var response = await SendAsync(path, Json(body), key: "key-of-ben");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("invalid", (string)problem["code"]!);
        Assert.Contains("Proxy:Soft:TrustedKeys", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);

        _upstream.Answer = FakeUpstream.Json("{}");
        using var trusted = await SendAsync(path, Json(body), Trusted);
        Assert.Equal(body, _upstream.Last.Text);
    }

    [Fact]
    public async Task EmbeddingsOfClients_HideInNoEncoding_AndBehindNoHeader()
    {
        const string body = """{"messages":[{"role":"user","content":[{"type":"prompt_embeds","data":"AA=="}]}]}""";
        var content = new ByteArrayContent(PackedBytes.Of(Encoding.UTF8.GetBytes(body), "gzip")) { Headers = { ContentEncoding = { "gzip" }, ContentType = new MediaTypeHeaderValue("application/json") } };
        using var encoded = await SendAsync(Path, content, "key-of-ben");
        using var off = await SendAsync(Path, Json(body), "key-of-ben", "x-promptcompressor-mode", "off");
        using var utf16 = await SendAsync(Path, new StringContent(body, Encoding.Unicode, "application/json"), "key-of-ben");

        Assert.All([encoded, off, utf16], response => Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode));
        Assert.Empty(_upstream.Requests);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"prompt_embeds"}]}""")]
    [InlineData("")]
    public async Task OtherBodies_GoOnAsTheyCame(string body)
    {
        using var response = await SendAsync(Path, Json(body), "key-of-ben");
        Assert.Equal(body, _upstream.Last.Text);
    }

    [Fact]
    public async Task Placeholder_InATextBesideEmbeddings_IsPlainText()
    {
        using var response = await PostAsync(Chat(Texts.Fresh(500, seed: 7151), "What is <prompt_embeds>?"));
        Assert.Equal((HttpStatusCode.OK, "compressed; reason=embeddings"), (response.StatusCode, Status(response)));
        Assert.Contains("What is < prompt_embeds>?", JsonNode.Parse(_upstream.Last.Text)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Placeholder_WhereItCannotBeChanged_MeansText()
    {
        var body = Chat(Texts.Fresh(500, seed: 7161));
        body["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["description"] = "Writes <prompt_embeds>." });
        using var response = await PostAsync(body);

        Assert.Equal("compressed; reason=embeddings_unavailable", Status(response));
        Assert.DoesNotContain("\"data\"", _upstream.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherLlm_OrMoreToKeep_MeansText()
    {
        var body = Chat(Texts.Fresh(500, seed: 7171));
        using var more = await SendAsync(Path, Json(body.ToJsonString()), "key-of-ben", "x-promptcompressor-rate", "0.8");
        body["model"] = "gpt-4o";
        using var other = await PostAsync(body);

        Assert.Equal("compressed; reason=embeddings_unavailable", Status(more));
        Assert.Equal("compressed", Status(other));
        Assert.All(_upstream.Requests, request => Assert.DoesNotContain("prompt_embeds", request.Text, StringComparison.Ordinal));
    }

    private static JsonObject Chat(string text, string question = "What is it about?") => new()
    {
        ["model"] = Generator,
        ["messages"] = new JsonArray(Message("tool", text), Message("user", question)),
    };

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private static JsonObject TextPart(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string? TypeOf(JsonNode? part) => (string?)part!["type"];

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PostAsync(JsonObject body) => SendAsync(Path, Json(body.ToJsonString()), "key-of-ben");

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string key, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("x-promptcompressor-key", key);
        if (header is not null)
        {
            request.Headers.Add(header, value);
        }

        return await setup.Sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Status(HttpResponseMessage response) => Header(response, "status");

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues($"x-promptcompressor-{name}").Single();

    /// <summary>A sidecar that trusts Anna and not Ben, and an upstream that answers as a vLLM does unless a test says otherwise.</summary>
    public sealed class Setup : IAsyncLifetime
    {
        private FakeVllm? _vllm;

        internal FakeUpstream Upstream { get; private set; } = null!;

        internal SidecarHost Sidecar { get; private set; } = null!;

        internal FakeUpstream Reset()
        {
            Upstream.Reset();
            Upstream.Answer = AnswerAsVllmAsync;
            return Upstream;
        }

        public async ValueTask InitializeAsync()
        {
            _vllm = await FakeVllm.StartAsync(576);
            Upstream = await FakeUpstream.StartAsync();
            Sidecar = await StartSidecarAsync([.. Key(0, "anna"), .. Key(1, "ben"), "--Proxy:Soft:TrustedKeys:0", "anna"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Sidecar.DisposeAsync();
            await Upstream.DisposeAsync();
            await _vllm!.DisposeAsync();
        }

        internal async Task<SidecarHost> StartSidecarAsync(params string[] settings) => await (await SidecarHost.StartAsync(
            Upstream.Address, ["--Proxy:TimeBudgetMilliseconds", "60000", "--Proxy:Soft:Enabled", "true", "--Proxy:Policy:Kinds:0", "Tool", "--Proxy:Policy:Kinds:1", "User", .. settings])).UntilReadyAsync();

        internal async Task AnswerAsVllmAsync(HttpContext context)
        {
            using var content = new ByteArrayContent(Upstream.Last.Body);
            using var answer = await _vllm!.Client.PostAsync(new Uri(Path, UriKind.Relative), content);
            await FakeUpstream.Json(await answer.Content.ReadAsStringAsync(), (int)answer.StatusCode)(context);
        }

        private static string[] Key(int index, string name) =>
        [
            $"--Security:ApiKeys:{index}:Name", name,
            $"--Security:ApiKeys:{index}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key-of-{name}"))),
            $"--Security:ApiKeys:{index}:Namespace", name,
        ];
    }
}
