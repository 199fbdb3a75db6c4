using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text.Json.Nodes;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>What this service itself refuses on a sidecar's route, the client of the provider's API can read, and it says that it was not the provider.</summary>
public sealed class ProviderErrorTests : IAsyncLifetime
{
    private const string Detail = "could not be reached";

    private SidecarHost? _sidecar;

    /// <summary>Port 9 is the one of "discard", where nothing listens.</summary>
    public async ValueTask InitializeAsync() => _sidecar = await SidecarHost.StartAsync("http://127.0.0.1:9");

    public ValueTask DisposeAsync() => _sidecar?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task OpenAI_ShowsTheReason()
    {
        var client = new OpenAIClient(
            new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = new Uri(_sidecar!.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.GetChatClient("gpt-4o").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(502, error.Status);
        Assert.Contains("PromptCompressor: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(Detail, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropic_ShowsTheReason()
    {
        using var client = new AnthropicClient { ApiKey = "sk-ant-test", BaseUrl = _sidecar!.Address.ToString().TrimEnd('/'), MaxRetries = 0 };
        var request = new MessageCreateParams { Model = "claude-x", MaxTokens = 10, Messages = [new UserMessageParam("Hi")] };

        var error = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => client.Messages.Create(request, TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadGateway, error.StatusCode);
        Assert.Contains(Detail, error.ResponseBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "about:blank", """{"message":"PromptCompressor: *","type":"api_error","param":null,"code":"upstream_failed"}""")]
    [InlineData("/v1/files", "about:blank", """{"message":"PromptCompressor: *","type":"api_error","param":null,"code":"upstream_failed"}""")]
    [InlineData("/v1/messages", "error", """{"type":"api_error","message":"PromptCompressor: *"}""")]
    [InlineData("/v1beta/models/gemini-x:generateContent", "about:blank", """{"code":502,"message":"PromptCompressor: *","status":"UNAVAILABLE"}""")]
    [InlineData("/api/chat", "about:blank", "\"PromptCompressor: *\"")]
    public async Task Problem_SpeaksAsTheProviderDoes(string path, string type, string error)
    {
        using var response = await _sidecar!.Client.PostAsync(path, new StringContent("""{"messages":[]}"""), TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal((HttpStatusCode.BadGateway, "upstream_failed", 502, type), (response.StatusCode, (string)problem["code"]!, (int)problem["status"]!, (string)problem["type"]!));
        Assert.Equal(error.Replace("*", (string)problem["detail"]!, StringComparison.Ordinal), problem["error"]!.ToJsonString());
    }

    [Fact]
    public async Task OwnRoutes_SpeakAsThisServiceAlone()
    {
        using var response = await _sidecar!.Client.PostAsync("/v1/compress", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Null(JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]);
    }

    [Fact]
    public async Task MissingKey_IsNotTakenForTheProviders()
    {
        await using var sidecar = await SidecarHost.StartAsync("http://127.0.0.1:9", Security.KeyedService.Key(0, "anna", "x"));
        using var response = await sidecar.Client.PostAsync("/v1/messages", new StringContent("{}"), TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal((HttpStatusCode.Unauthorized, "authentication_error"), (response.StatusCode, (string)problem["error"]!["type"]!));
        Assert.Contains("x-promptcompressor-key", (string)problem["error"]!["message"]!, StringComparison.Ordinal);
    }
}
