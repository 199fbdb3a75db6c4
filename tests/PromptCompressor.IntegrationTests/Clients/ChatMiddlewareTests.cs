using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PromptCompressor.Client;
using PromptCompressor.Client.Chat;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>What reaches the LLM behind the middleware, with the real service.</summary>
public sealed class ChatMiddlewareTests(ServiceFixture service)
{
    private const string Question = "Who writes the post-mortem?";

    private static readonly string Long = Texts.Fresh(400, seed: 4711);
    private readonly RecordingChatClient _llm = new();
    private PromptCompressionReport? _report;

    [Fact]
    public async Task ResultOfATool_IsCompressed_AndNothingElse()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, Long),
            new(ChatRole.User, "Look it up."),
            new(ChatRole.Assistant, [new TextContent(Long), new FunctionCallContent("1", "look")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", Long)]),
            new(ChatRole.User, Question),
        ];

        await Pipeline().GetResponseAsync(messages);

        var result = Assert.IsType<FunctionResultContent>(Assert.Single(_llm.Messages[3].Contents));
        Assert.Equal("1", result.CallId);
        Assert.True(Assert.IsType<string>(result.Result).Length < Long.Length * 0.7);
        Assert.All(new[] { 0, 1, 2, 4 }, i => Assert.Same(messages[i], _llm.Messages[i]));

        // The caller's own history is what it was.
        Assert.Equal(Long, ((FunctionResultContent)messages[3].Contents[0]).Result);
        Assert.Equal((1, 0, 0), (_report!.Compressed, _report.Unchanged, _report.FailedOpen));
        Assert.True(_report.SavedTokens > 100);
    }

    [Fact]
    public async Task TextOfTheUser_KeepsItsFirstAndLastLine()
    {
        await Pipeline().GetResponseAsync($"Read this:\n{Long}\n{Question}");

        var text = Assert.Single(_llm.Messages).Text;
        Assert.StartsWith("Read this:\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n" + Question, text, StringComparison.Ordinal);
        Assert.True(text.Length < Long.Length * 0.7);
    }

    [Fact]
    public async Task TextOfTheUser_StaysWhole_UnlessAskedFor()
    {
        ChatMessage message = new(ChatRole.User, Long);

        await Pipeline(options: new PromptCompressionOptions()).GetResponseAsync([message]);

        Assert.Same(message, Assert.Single(_llm.Messages));
    }

    [Fact]
    public async Task Reducer_ShortensTheSameTexts_AndKeepsEveryMessage()
    {
        ChatMessage[] history = [new(ChatRole.System, Long), new(ChatRole.Tool, [new FunctionResultContent("1", Long)]), new(ChatRole.User, Question)];
        await Pipeline().GetResponseAsync(history);

        ChatMessage[] reduced = [.. await new PromptCompressionChatReducer(new PromptCompressorClient(service.Client), Options()).ReduceAsync(history, default)];

        Assert.Equal(((FunctionResultContent)_llm.Messages[1].Contents[0]).Result, ((FunctionResultContent)reduced[1].Contents[0]).Result);
        Assert.True(((string)((FunctionResultContent)reduced[1].Contents[0]).Result!).Length < Long.Length);
        Assert.Equal([history[0], history[2]], [reduced[0], reduced[2]]);
    }

    [Fact]
    public async Task Reducer_InAPipeline_ReachesTheLlm()
    {
        using var pipeline = new ChatClientBuilder(_llm)
            .UseChatReducer(new PromptCompressionChatReducer(new PromptCompressorClient(service.Client), Options()))
            .Build();

        await pipeline.GetResponseAsync([new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", Long)])]);

        Assert.True(((string)((FunctionResultContent)_llm.Messages[0].Contents[0]).Result!).Length < Long.Length * 0.7);
    }

    [Fact]
    public async Task Prefix_StaysTheSame_AsTheConversationGoesOn()
    {
        List<ChatMessage> history = [new(ChatRole.User, Long), new(ChatRole.Assistant, "ok"), new(ChatRole.User, Texts.Fresh(500, seed: 4712))];
        await Pipeline().GetResponseAsync(history);
        var before = _llm.Messages.Select(message => message.Text).ToArray();

        history.AddRange([new(ChatRole.Assistant, "ok"), new(ChatRole.User, Question)]);
        await Pipeline().GetResponseAsync(history);

        Assert.Equal(before, _llm.Messages.Take(before.Length).Select(message => message.Text));
    }

    [Fact]
    public async Task JsonOfATool_StaysJson_WithTheSameKeys()
    {
        var json = JsonSerializer.SerializeToElement(new JsonObject { ["id"] = 42, ["note"] = Long, ["tags"] = new JsonArray("a", "b") });

        var options = Options();
        options.Content = "prose";
        await Pipeline(options: options).GetResponseAsync([new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", json)])]);

        var result = (JsonElement)((FunctionResultContent)_llm.Messages[0].Contents[0]).Result!;
        Assert.Equal(42, result.GetProperty("id").GetInt32());
        Assert.Equal(2, result.GetProperty("tags").GetArrayLength());
        Assert.True(result.GetProperty("note").GetString()!.Length < Long.Length * 0.8);
    }

    [Fact]
    public async Task Streaming_PassesUpdatesOn()
    {
        var updates = new List<string>();
        await foreach (var update in Pipeline().GetStreamingResponseAsync(Long))
        {
            updates.Add(update.Text);
        }

        Assert.Equal(["fi", "ne"], updates);
        Assert.True(_llm.Messages[0].Text.Length < Long.Length);
    }

    [Fact]
    public async Task FunctionInvocation_OutsideOfIt_SendsItsResultsThroughIt()
    {
        using var pipeline = new ChatClientBuilder(_llm)
            .UseFunctionInvocation()
            .UsePromptCompression(new PromptCompressorClient(service.Client), Options())
            .Build();

        var answer = await pipeline.GetResponseAsync("Look it up.", new ChatOptions { Tools = [AIFunctionFactory.Create(() => Long, "look")] });

        Assert.Equal("fine", answer.Text);
        var result = Assert.Single(_llm.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>());

        // What the framework makes of a string that a function returns is JSON.
        Assert.True(Assert.IsType<JsonElement>(result.Result).GetString()!.Length < Long.Length * 0.7);
    }

    [Fact]
    public async Task ServiceThatIsNotThere_FailsOpen()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Find()}") };
        ChatMessage message = new(ChatRole.User, Long);

        var answer = await Pipeline(new PromptCompressorClient(http)).GetResponseAsync([message]);

        Assert.Equal("fine", answer.Text);
        Assert.Same(message, Assert.Single(_llm.Messages));
        Assert.Equal(1, _report!.FailedOpen);
        Assert.IsType<HttpRequestException>(_report.Error);
    }

    [Fact]
    public async Task TimeThatIsOver_FailsOpen()
    {
        var options = Options();
        options.TimeBudget = TimeSpan.FromTicks(1);
        // Text that no cache has: a timer can be late, but not by the time that its inference takes.
        ChatMessage message = new(ChatRole.User, Texts.Fresh(5000, seed: 163));

        await Pipeline(options: options).GetResponseAsync([message]);

        Assert.Same(message, Assert.Single(_llm.Messages));
        Assert.IsAssignableFrom<OperationCanceledException>(_report!.Error);
    }

    [Fact]
    public async Task CallerThatLeaves_IsNotFailedOpen()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pipeline().GetResponseAsync(Long, cancellationToken: cancellation.Token));
        Assert.Empty(_llm.Messages);
    }

    [Fact]
    public void WrongOptions_AreRefused_WhenThePipelineIsBuilt() =>
        Assert.Contains("Rate", Assert.Throws<ArgumentException>(() => Pipeline(options: new PromptCompressionOptions { Rate = 0 })).Message, StringComparison.Ordinal);

    private IChatClient Pipeline(PromptCompressorClient? compressor = null, PromptCompressionOptions? options = null) =>
        new ChatClientBuilder(_llm).UsePromptCompression(compressor ?? new PromptCompressorClient(service.Client), options ?? Options()).Build();

    /// <summary>Patient: how fast the machine is must decide nothing here.</summary>
    private PromptCompressionOptions Options() => new() { UserTexts = true, TimeBudget = TimeSpan.FromMinutes(2), OnCompressed = report => _report = report };
}
