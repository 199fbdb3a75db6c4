using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>What becomes of texts that are not ready in time, and of the same texts on later turns.</summary>
public sealed class TextCompressionTests : IDisposable
{
    private const string Late = "one two three four five late";
    private const string Quick = "six seven eight nine ten";
    private const string Compressed = "six eight ten";

    /// <summary>Nothing but a text that never ends uses it up.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    private readonly RawTexts _raw = new(Options.Create(new ProxyOptions()));
    private readonly LateCompressor _compressor = new();

    public void Dispose() => _raw.Dispose();

    [Fact]
    public async Task LateText_GoesAsItCame_AndTheOthersCompressed()
    {
        var (texts, outcome) = await RunAsync(User("Hello"), Call, Tool(Late), Tool(Quick));

        Assert.Equal(["Hello", Late, Compressed], texts);
        Assert.Equal(OutcomeStatus.Compressed, outcome.Status);
        Assert.Equal(1, Assert.Single(outcome.Skipped, reason => reason.Key == "time_budget").Value);
    }

    [Fact]
    public async Task LateText_GoesAsItCame_OnAllLaterTurns()
    {
        string[] first = [User("Hello"), Call, Tool(Late)];
        var (_, late) = await RunAsync(first);
        _compressor.Hurry();

        string[] second = [.. first, Assistant("I see."), Tool(Quick)];
        for (var turn = 0; turn < 2; turn++)
        {
            var (texts, outcome) = await RunAsync(second);

            Assert.Equal(["Hello", Late, "I see.", Compressed], texts);
            Assert.Equal(OutcomeStatus.Compressed, outcome.Status);
            Assert.Equal("raw_before", Assert.Single(outcome.Skipped).Key);
        }

        Assert.Equal((OutcomeStatus.FailedOpen, "time_budget"), (late.Status, late.Reason));
    }

    [Fact]
    public async Task LateText_ThatHasNotBeenAnswered_IsDecidedAnew_ForGood()
    {
        string[] first = [User("Hello"), Call, Tool(Late)];
        await RunAsync(first);
        _compressor.Hurry();

        var (again, _) = await RunAsync(first);
        var (next, outcome) = await RunAsync([.. first, Assistant("I see."), User("Go on.")]);

        Assert.Equal("one three five", again[1]);
        Assert.Equal("one three five", next[1]);
        Assert.Empty(outcome.Skipped);
    }

    [Fact]
    public async Task LateText_InAnotherConversation_IsCompressed()
    {
        await RunAsync(User("Hello"), Call, Tool(Late));
        _compressor.Hurry();

        var (texts, _) = await RunAsync(User("Good day"), Call, Tool(Late), Assistant("I see."), User("Go on."));

        Assert.Equal("one three five", texts[1]);
    }

    [Fact]
    public async Task LateTexts_Alone_AreNoFailure_OnLaterTurns()
    {
        await RunAsync(User("Hello"), Call, Tool(Late));

        var (_, outcome) = await RunAsync(User("Hello"), Call, Tool(Late), Assistant("I see."), User("Go on."));

        Assert.Equal((OutcomeStatus.Skipped, "raw_before"), (outcome.Status, outcome.Reason));
    }

    [Fact]
    public async Task LateText_OfARequestThatMustBeCompressed_FailsIt_AndIsNotRemembered()
    {
        var (_, outcome) = await RunAsync([User("Hello"), Call, Tool(Late), Tool(Quick)], mustCompress: true);
        _compressor.Hurry();

        var (texts, _) = await RunAsync(User("Hello"), Call, Tool(Late), Tool(Quick), Assistant("I see."), User("Go on."));

        Assert.Equal((OutcomeStatus.FailedOpen, "time_budget"), (outcome.Status, outcome.Reason));
        Assert.Equal(["Hello", "one three five", Compressed, "I see.", "Go on."], texts);
    }

    [Fact]
    public async Task RequestThatOnlyCounts_DecidesNothing()
    {
        string[] first = [User("Hello"), Call, Tool(Late)];
        await RunAsync(first);
        _compressor.Hurry();

        var (counted, _) = await RunAsync(first, onlyCounts: true);
        var (next, _) = await RunAsync([.. first, Assistant("I see."), User("Go on.")]);

        Assert.Equal("one three five", counted[1]);
        Assert.Equal(Late, next[1]);
    }

    [Fact]
    public async Task LateText_IsNoExcuse_ForARequestThatMustBeCompressed_LaterOn()
    {
        string[] turn = [User("Hello"), Call, Tool(Late), Assistant("I see."), User("Go on.")];
        await RunAsync(turn);

        var (_, outcome) = await RunAsync(turn, mustCompress: true);

        Assert.Equal((OutcomeStatus.FailedOpen, "time_budget"), (outcome.Status, outcome.Reason));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"d","type":"custom","custom":{"name":"run","input":"x"}}]}""")]
    [InlineData("""{"role":"assistant","content":null,"function_call":{"name":"run","arguments":"{}"}}""")]
    [InlineData("""{"role":"assistant","content":null,"refusal":"No."}""")]
    public async Task LateText_IsAnswered_ByWhateverTheLlmSays(string answer)
    {
        string[] first = [User("Hello"), Call, Tool(Late)];
        await RunAsync(first);
        _compressor.Hurry();

        var (texts, _) = await RunAsync([.. first, answer, User("Go on.")]);

        Assert.Equal(Late, texts[1]);
    }

    [Fact]
    public async Task LateText_BesideOneWithoutGain_IsAFailure()
    {
        var (_, outcome) = await RunAsync(User("Hello"), Call, Tool(Late), Tool("a b c d e"));

        Assert.Equal((OutcomeStatus.FailedOpen, "time_budget"), (outcome.Status, outcome.Reason));
    }

    [Theory]
    [InlineData(CompressionErrorKind.Overloaded, "overloaded")]
    [InlineData(CompressionErrorKind.Model, "compressor_error")]
    public async Task FailingText_GoesAsItCame_AndTheOthersCompressed(CompressionErrorKind kind, string reason)
    {
        _compressor.Fail(kind);

        var (texts, outcome) = await RunAsync(User("Hello"), Call, Tool(Late), Tool(Quick));

        Assert.Equal(["Hello", Late, Compressed], texts);
        Assert.Equal(reason, Assert.Single(outcome.Skipped).Key);
    }

    private static string Call => """{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"page","arguments":"{}"}}]}""";

    private static string User(string text) => Message("user", text);

    private static string Assistant(string text) => Message("assistant", text);

    private static string Tool(string text) => Message("tool", text);

    private static string Message(string role, string text) => $$"""{"role":"{{role}}","content":{{JsonSerializer.Serialize(text)}},"tool_call_id":"c"}""";

    private Task<(string[] Texts, RewriteOutcome Outcome)> RunAsync(params string[] messages) => RunAsync(messages, mustCompress: false, onlyCounts: false);

    private async Task<(string[] Texts, RewriteOutcome Outcome)> RunAsync(string[] messages, bool mustCompress = false, bool onlyCounts = false)
    {
        var rewriter = Rewriter.New(new Rewriter.Services(_compressor, new Rewriter.WordCounter()), new LimitsOptions(), _raw);
        var body = Encoding.UTF8.GetBytes($$"""{"messages":[{{string.Join(',', messages)}}]}""");
        var rewritten = await rewriter.RunAsync(
            new RewriteRequest
            {
                Conversation = ConversationReader.Read(body, new ChatCompletionsFormat(), ""),
                Planner = new Planner(new PolicyOptions { Kinds = [TextKind.Tool], Ranges = [new() { MinTokens = 5, Rate = 0.5 }] }),
                Overrides = Rewriter.NoOverrides,
                Tenant = Tenant.Default,
                Deadline = new Deadline(Budget, TimeProvider.System),
                MustCompress = mustCompress,
                OnlyCounts = onlyCounts,
            },
            TestContext.Current.CancellationToken);
        return ([.. ConversationReader.Read(rewritten.Body, new ChatCompletionsFormat(), "").Texts.Select(text => text.Text)], rewritten.Outcome);
    }

    /// <summary>Keeps every second word, and is not done with one text until it is told to hurry.</summary>
    private sealed class LateCompressor : IPromptCompressor
    {
        private readonly Rewriter.EverySecondWord _words = new();
        private volatile bool _isQuick;
        private CompressionErrorKind? _failure;

        public string Name => "late";

        public ModelIdentity Model { get; } = new("none", "0");

        public void Hurry() => _isQuick = true;

        public void Fail(CompressionErrorKind kind) => _failure = kind;

        public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            if (request.Contexts[0].Length < 10)
            {
                return await new Rewriter.Becomes(text => text).CompressAsync(request, cancellation);
            }

            if (request.Contexts[0] == Late && !_isQuick)
            {
                await (_failure is { } kind ? throw new CompressionException(kind, "It failed.") : Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
            }

            return await _words.CompressAsync(request, cancellation);
        }
    }
}
