using System.ClientModel;
using System.Text.Json.Nodes;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.AspNetCore.Http;
using OpenAI;
using OpenAI.Chat;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>The official clients, told nothing but another base URL.</summary>
public sealed class ClientTests : IDisposable, IClassFixture<SidecarFixture>
{
    private static readonly string Passage = Texts.Fresh(600, seed: 6001);

    private readonly FakeUpstream _upstream;
    private readonly SidecarHost _sidecar;

    public ClientTests(SidecarFixture fixture) => (_upstream, _sidecar) = (fixture.Upstream, fixture.Sidecar);

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task OpenAI_WithToolsAndImages()
    {
        _upstream.Answer = FakeUpstream.Json("""
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"finish_reason":"tool_calls",
            "message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_2","type":"function","function":{"name":"find","arguments":"{\"q\":1}"}}]}}],
            "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4}}}
            """);

        var completion = (await OpenAIChat().CompleteChatAsync(OpenAIMessages(), OpenAITools(), TestContext.Current.CancellationToken)).Value;

        Assert.Equal(("call_2", "find"), (completion.ToolCalls[0].Id, completion.ToolCalls[0].FunctionName));
        Assert.Equal(4, completion.Usage.InputTokenDetails.CachedTokenCount);
        AssertCompressed(_upstream.Last, "Bearer sk-test");
        var messages = JsonNode.Parse(_upstream.Last.Text)!["messages"]!.AsArray();
        Assert.Equal("data:image/png;base64,AAECAw==", (string?)messages[1]!["content"]![1]!["image_url"]!["url"]);
        Assert.Equal("call_1", (string?)messages[3]!["tool_call_id"]);
        Assert.Equal("find", (string?)JsonNode.Parse(_upstream.Last.Text)!["tools"]![0]!["function"]!["name"]);
    }

    [Fact]
    public async Task OpenAI_Streaming()
    {
        _upstream.Answer = Events(
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}""",
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""",
            "data: [DONE]");

        var text = "";
        await foreach (var update in OpenAIChat().CompleteChatStreamingAsync(OpenAIMessages(), OpenAITools(), TestContext.Current.CancellationToken))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.Equal("Hello", text);
        AssertCompressed(_upstream.Last, "Bearer sk-test");
    }

    [Fact]
    public async Task OpenAI_Models_AndErrors_AreTheUpstreams()
    {
        _upstream.Answer = FakeUpstream.Json("""{"object":"list","data":[{"id":"gpt-4o","object":"model","created":1,"owned_by":"o"}]}""");
        Assert.Equal("gpt-4o", (await OpenAI().GetOpenAIModelClient().GetModelsAsync(TestContext.Current.CancellationToken)).Value.Single().Id);

        _upstream.Answer = FakeUpstream.Json("""{"error":{"message":"No such key","type":"invalid_request_error","code":"invalid_api_key"}}""", StatusCodes.Status401Unauthorized);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => OpenAIChat().CompleteChatAsync(OpenAIMessages(), OpenAITools(), TestContext.Current.CancellationToken));
        Assert.Equal(401, error.Status);
        Assert.Contains("invalid_api_key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropic_WithToolsAndImages()
    {
        _upstream.Answer = FakeUpstream.Json("""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,
            "usage":{"input_tokens":3,"output_tokens":1,"cache_creation_input_tokens":7,"cache_read_input_tokens":5}}
            """);

        var message = await AnthropicClient().Messages.Create(AnthropicMessages(), TestContext.Current.CancellationToken);

        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("Hello", text.Text);
        AssertCompressed(_upstream.Last, "sk-ant-test");
        var body = JsonNode.Parse(_upstream.Last.Text)!;
        Assert.Equal("AAECAw==", (string?)body["messages"]![0]!["content"]![1]!["source"]!["data"]);
        Assert.Equal("toolu_1", (string?)body["messages"]![2]!["content"]![0]!["tool_use_id"]);
        Assert.True(_upstream.Last.Headers.ContainsKey("anthropic-version"));
    }

    [Fact]
    public async Task Anthropic_Streaming()
    {
        _upstream.Answer = Events(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}");

        var text = "";
        await foreach (var update in AnthropicClient().Messages.CreateStreaming(AnthropicMessages(), TestContext.Current.CancellationToken))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var part))
            {
                text += part.Text;
            }
        }

        Assert.Equal("Hello", text);
        AssertCompressed(_upstream.Last, "sk-ant-test");
    }

    private static void AssertCompressed(Received request, string credential)
    {
        // In whatever header the client puts it.
        Assert.True(request.Headers.Values.Any(value => value.Contains(credential, StringComparison.Ordinal)), "The client's key has not arrived.");

        // What the user said is there as it was said; what the tool said, only in fewer words.
        Assert.Equal(2, request.Text.Split(Passage[..200].Replace("\n", "\\n", StringComparison.Ordinal)).Length);
        Assert.InRange(request.Body.Length, Passage.Length * 12 / 10, Passage.Length * 19 / 10);
    }

    private OpenAIClient OpenAI() => new(new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = new Uri(_sidecar.Address, "/v1") });

    private ChatClient OpenAIChat() => OpenAI().GetChatClient("gpt-4o");

    private static OpenAI.Chat.ChatMessage[] OpenAIMessages() =>
    [
        new SystemChatMessage("Be brief."),
        new UserChatMessage(
            ChatMessageContentPart.CreateTextPart(Passage),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 0, 1, 2, 3 }), "image/png"),
            ChatMessageContentPart.CreateTextPart("What is in it?")),
        new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_1", "find", BinaryData.FromString("{}"))]),
        new ToolChatMessage("call_1", Passage),
    ];

    private static ChatCompletionOptions OpenAITools() => new() { Tools = { ChatTool.CreateFunctionTool("find", "Finds.", BinaryData.FromString("""{"type":"object","properties":{}}""")) } };

    private AnthropicClient AnthropicClient() => new() { ApiKey = "sk-ant-test", BaseUrl = _sidecar.Address.ToString().TrimEnd('/') };

    private static MessageCreateParams AnthropicMessages() => new()
    {
        Model = "claude-x",
        MaxTokens = 10,
        Messages =
        [
            new UserMessageParam(new List<ContentBlockParam>
            {
                new TextBlockParam(Passage),
                new ImageBlockParam(new Base64ImageSource { Data = "AAECAw==", MediaType = MediaType.ImagePng }),
            }),
            new AssistantMessageParam(new List<ContentBlockParam>
            {
                new ToolUseBlockParam { ID = "toolu_1", Name = "find", Input = new Dictionary<string, System.Text.Json.JsonElement>() },
            }),
            new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam("toolu_1") { Content = Passage } }),
        ],
    };

    private static RequestDelegate Events(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var item in events)
        {
            await context.Response.WriteAsync(item + "\n\n");
            await context.Response.Body.FlushAsync();
        }
    };
}
