#pragma warning disable OPENAI001 // The client of the Responses API may still change.
using System.ClientModel;
using Azure.AI.OpenAI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI;
using OpenAI.Chat;
using AI = Microsoft.Extensions.AI;
using SK = Microsoft.SemanticKernel;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>What .NET services and agents talk to LLMs with, each with its documented base URL: the sidecar changes the tool's result and no other byte.</summary>
public sealed class NuGetClientTests : IDisposable, IClassFixture<SidecarFixture>
{
    private const string AzurePath = "/openai/deployments/gpt-4o/chat/completions?api-version=";

    private readonly FakeUpstream _upstream;
    private readonly SidecarHost _sidecar;

    public NuGetClientTests(SidecarFixture fixture)
    {
        (_upstream, _sidecar) = (fixture.Upstream, fixture.Sidecar);
        _upstream.Answer = AgentTurn.AnswerOf(_upstream);
    }

    public void Dispose() => _upstream.Reset();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task AzureOpenAI(bool stream) => TryAsync(AzurePath, async host =>
    {
        var chat = Azure(host).GetChatClient("gpt-4o");
        OpenAI.Chat.ChatMessage[] messages =
        [
            new UserChatMessage(AgentTurn.Question),
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_1", "job_log", BinaryData.FromString("{}"))]),
            new ToolChatMessage("call_1", AgentTurn.Log),
        ];
        var stop = TestContext.Current.CancellationToken;
        return stream
            ? string.Concat(await chat.CompleteChatStreamingAsync(messages, cancellationToken: stop).SelectMany(update => update.ContentUpdate).Select(part => part.Text).ToArrayAsync(stop))
            : (await chat.CompleteChatAsync(messages, cancellationToken: stop)).Value.Content[0].Text;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task ExtensionsAI_Chat(bool stream) => TryAsync("/v1/chat/completions", host => AskAsync(AI.OpenAIClientExtensions.AsIChatClient(OpenAI(host).GetChatClient("gpt-4o")), stream));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task ExtensionsAI_Responses(bool stream) => TryAsync("/v1/responses", host => AskAsync(AI.OpenAIClientExtensions.AsIChatClient(OpenAI(host).GetResponsesClient(), "gpt-4o"), stream));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task SemanticKernel_OpenAI(bool stream) => TryAsync(
        "/v1/chat/completions", host => AskAsync(Kernel.CreateBuilder().AddOpenAIChatCompletion("gpt-4o", new Uri(host, "/v1"), "sk-test"), stream));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task SemanticKernel_Azure(bool stream) => TryAsync(
        AzurePath, host => AskAsync(Kernel.CreateBuilder().AddAzureOpenAIChatCompletion("gpt-4o", host.ToString(), "sk-test"), stream));

    [Theory]
    [InlineData("")] // DeepSeek, Perplexity
    [InlineData("/api/v1")] // OpenRouter
    [InlineData("/openai/v1")] // Azure v1, Groq
    [InlineData("/v1beta/openai/")] // Gemini
    public Task OpenAI_AtOtherProviders(string basePath) => TryAsync(
        $"{basePath.TrimEnd('/')}/chat/completions", host => AskAsync(AI.OpenAIClientExtensions.AsIChatClient(OpenAI(host, basePath).GetChatClient("gpt-4o")), stream: true));

    /// <summary>The same client without the sidecar and with it.</summary>
    private async Task TryAsync(string target, Func<Uri, Task<string>> askAsync)
    {
        Assert.Equal(AgentTurn.Reply, await askAsync(new Uri(_upstream.Address)));
        Assert.Equal(AgentTurn.Reply, await askAsync(_sidecar.Address));

        Assert.StartsWith(target, _upstream.Last.Target, StringComparison.Ordinal);
        AgentTurn.AssertOnlyTheLogIsShorter(_upstream.Requests[0], _upstream.Last);
    }

    private static async Task<string> AskAsync(AI.IChatClient chat, bool stream)
    {
        AI.ChatMessage[] messages =
        [
            new(AI.ChatRole.User, AgentTurn.Question),
            new(AI.ChatRole.Assistant, [new AI.FunctionCallContent("call_1", "job_log", new Dictionary<string, object?>())]),
            new(AI.ChatRole.Tool, [new AI.FunctionResultContent("call_1", AgentTurn.Log)]),
        ];
        var stop = TestContext.Current.CancellationToken;
        return stream
            ? string.Concat(await chat.GetStreamingResponseAsync(messages, cancellationToken: stop).Select(update => update.Text).ToArrayAsync(stop))
            : (await chat.GetResponseAsync(messages, cancellationToken: stop)).Text;
    }

    private static async Task<string> AskAsync(IKernelBuilder builder, bool stream)
    {
        var chat = builder.Build().GetRequiredService<IChatCompletionService>();
        ChatHistory history =
        [
            new(AuthorRole.User, AgentTurn.Question),
            new(AuthorRole.Assistant, [new SK.FunctionCallContent("job_log", id: "call_1")]),
            new SK.FunctionResultContent("job_log", callId: "call_1", result: AgentTurn.Log).ToChatMessage(),
        ];
        var stop = TestContext.Current.CancellationToken;
        return stream
            ? string.Concat(await chat.GetStreamingChatMessageContentsAsync(history, cancellationToken: stop).Select(update => update.Content).ToArrayAsync(stop))
            : (await chat.GetChatMessageContentAsync(history, cancellationToken: stop)).Content!;
    }

    private static OpenAIClient OpenAI(Uri host, string basePath = "/v1") => new(new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = new Uri(host, basePath) });

    private static AzureOpenAIClient Azure(Uri host) => new(host, new ApiKeyCredential("sk-test"));
}
