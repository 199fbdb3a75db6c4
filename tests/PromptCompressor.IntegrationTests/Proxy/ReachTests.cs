using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Chats are compressed at the addresses that providers document, and at every spelling of them that an upstream may take.</summary>
public sealed class ReachTests : IDisposable, IClassFixture<SidecarFixture>
{
    private static readonly string Long = Texts.Fresh(600, seed: 6701);

    private readonly FakeUpstream _upstream;
    private readonly HttpClient _client;

    public ReachTests(SidecarFixture fixture) => (_upstream, _client) = (fixture.Upstream, fixture.Client);

    public void Dispose() => _upstream.Reset();

    [Theory]
    [InlineData("/v1/chat/completions", "chat")] // OpenAI, Mistral, vLLM
    [InlineData("/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "chat")] // Azure OpenAI
    [InlineData("/openai/v1/chat/completions", "chat")] // Azure v1, Groq
    [InlineData("/openai/v1/responses", "responses")] // Azure v1
    [InlineData("/openai/responses?api-version=2025-04-01-preview", "responses")] // Azure
    [InlineData("/chat/completions", "chat")] // DeepSeek, Perplexity
    [InlineData("/api/v1/chat/completions", "chat")] // OpenRouter
    [InlineData("/v1beta/openai/chat/completions", "chat")] // Gemini's OpenAI route
    [InlineData("/models/chat/completions?api-version=2024-05-01-preview", "chat")] // Foundry
    [InlineData("/anthropic/v1/messages", "messages")] // Foundry, DeepSeek, Moonshot
    [InlineData("/v1/messages?beta=true", "messages")] // Anthropic
    [InlineData("/v1/messages/count_tokens", "messages")]
    [InlineData("/v1/responses/input_tokens", "responses")]
    [InlineData("/v1beta/models/gemini-2.0-flash:generateContent", "gemini")]
    [InlineData("/v1beta/models/gemini-2.0-flash:streamGenerateContent?alt=sse", "gemini")]
    [InlineData("/api/chat", "ollama")]
    [InlineData("//v1/chat/completions", "chat")]
    [InlineData("/V1/chat/Completions", "chat")]
    [InlineData("/v1/chat/completions/", "chat")]
    [InlineData("/v1/chat%2Fcompletions", "chat")]
    public async Task Chat_IsCompressed_WhereverItIsSent(string target, string format)
    {
        var body = BodyOf(format);
        var answer = await RawHttp.SendAsync(
            _client.BaseAddress!,
            $"POST {target} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}",
            TestContext.Current.CancellationToken);

        Assert.Contains("x-promptcompressor-status: compressed\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(target, _upstream.Last.Target);
        Assert.InRange(_upstream.Last.Body.Length, 1, body.Length * 0.8);
        Assert.NotNull(JsonNode.Parse(_upstream.Last.Text));
    }

    [Theory]
    [InlineData("//v1/chat/completions")]
    [InlineData("/V1/chat/completions")]
    [InlineData("/v1/chat/completions/")]
    [InlineData("/v1/chat%2Fcompletions")]
    [InlineData("/openai/v1/chat/completions")]
    public async Task FailClosed_HoldsInEverySpelling(string target)
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, "--Proxy:FailClosed", "true");

        var answer = await RawHttp.SendAsync(
            sidecar.Address, $"POST {target} HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\nConnection: close\r\n\r\nno json", TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 422 ", answer, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", "application/json", true)]
    [InlineData("POST", "/v1/messages/batches", "application/json; charset=utf-8", true)]
    [InlineData("POST", "/v1/embeddings", "text/plain", false)]
    [InlineData("PUT", "/v1/embeddings", "application/json", false)]
    public async Task JsonAtAnotherPath_IsToldOf_AndCounted(string method, string path, string type, bool isTold)
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("""{"input":"a"}""") };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        using var response = await sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);

        const string Status = "bypassed; reason=path";
        Assert.Equal(isTold ? [Status] : [], response.Headers.TryGetValues("x-promptcompressor-status", out var values) ? values : []);
        Assert.Equal("""{"input":"a"}""", _upstream.Last.Text);

        // Counted once all has been sent, which the client may see first.
        JsonNode? count = null;
        await Eventually.TrueAsync(async () => (count = (await sidecar.Client.GetJsonAsync("/v1/proxy"))["outcomes"]![Status]) is not null == isTold);
        Assert.Equal(isTold ? 1 : null, (int?)count?["requests"]);
    }

    [Theory]
    [InlineData("/api/v1", "/v1/chat/completions", "/api/v1/chat/completions")]
    [InlineData("/api/v1/", "/chat/completions", "/api/v1/chat/completions")]
    [InlineData("/api", "/v1/chat/completions", "/api/v1/chat/completions")]
    [InlineData("/api/v1", "/v1/%2e%2e/v1/models/a", "/api/v1/models/a")]
    [InlineData("/api/v1", "/v1/models/a%2Fb?x=1", "/api/v1/models/a%2Fb?x=1")]
    public async Task Upstream_MayBeGivenWithItsVersion(string upstream, string target, string arrives)
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address + upstream);

        await RawHttp.SendAsync(
            sidecar.Address, $"POST {target} HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}", TestContext.Current.CancellationToken);

        Assert.Equal(arrives, _upstream.Last.Target, ignoreCase: true);
    }

    [Fact]
    public async Task Log_TellsWhereRequestsGo()
    {
        using var log = new LogLines();
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address + "/api/v1", services => services.AddSingleton<ILoggerProvider>(log), "--Logging:LogLevel:PromptCompressor.Server.Proxy", "Information");

        Assert.Contains(log.All, line => line.TrimEnd().EndsWith($"/v1/chat/completions as {_upstream.Address}/api/v1/chat/completions", StringComparison.Ordinal));
    }

    private static string BodyOf(string format)
    {
        var text = JsonSerializer.Serialize(Long);
        return format switch
        {
            "chat" or "ollama" => $$"""{"model":"m","messages":[{"role":"user","content":"What is it about?"},{"role":"tool","tool_call_id":"c","content":{{text}}}]}""",
            "responses" => $$"""{"model":"m","input":[{"type":"function_call_output","call_id":"c","output":{{text}}}]}""",
            "messages" => $$"""{"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":{{text}}}]}]}""",
            _ => $$"""{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":{{text}} } } }]}]}""",
        };
    }
}
