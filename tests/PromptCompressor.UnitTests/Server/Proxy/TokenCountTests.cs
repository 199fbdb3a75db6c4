using System.Text;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>What is tokenised on the way through the sidecar, and how often.</summary>
public sealed class TokenCountTests
{
    private const string Tool = "the eight words that a tool has found";
    private const string Edged = "sum it up\none two three four five six seven eight nine\nwhat is it";
    private const string Tagged = "<nocompress>one two</nocompress> three four five six seven eight";
    private const string Unselected = "said before in six short words";

    private static readonly string Body = $$"""
        {"messages":[{"role":"tool","content":"{{Tool}}"},{"role":"user","content":"{{Edged.Replace("\n", "\\n", StringComparison.Ordinal)}}"},
        {"role":"user","content":"{{Tagged}}"},{"role":"assistant","content":"{{Unselected}}"}]}
        """;

    private static readonly PolicyOptions Policy = new()
    {
        Kinds = Rewriter.WithUser,
        Ranges = [new() { MinTokens = 5, Rate = 0.5 }],
        EdgeTokens = 4,
        Tags = true,
        Prices = [new() { Model = "*", Input = 10, CachedInput = 10 }],
    };

    private readonly Rewriter.WordCounter _counter = new();

    [Fact]
    public async Task EachText_IsTokenisedOnce()
    {
        var (_, outcome) = await RunAsync(Policy);

        Assert.Equal(OutcomeStatus.Compressed, outcome.Status);
        Assert.Equal(8 + 15 + 8, outcome.OriginalTokens);
        Assert.All([Tool, Edged, Tagged, Unselected], text => Assert.Single(_counter.Counted, text));
    }

    [Fact]
    public async Task NoText_IsTokenisedAgain_WhenTheSameConversationIsRewrittenAgain()
    {
        var rewriter = Rewriter.New(new Rewriter.Services(new Rewriter.EverySecondWord(), _counter), new LimitsOptions());
        var request = new RewriteRequest
        {
            Conversation = ConversationReader.Read(Encoding.UTF8.GetBytes(Body), new ChatCompletionsFormat(), ""),
            Planner = new Planner(Policy),
            Overrides = Rewriter.NoOverrides,
            Tenant = Tenant.Default,
        };

        var first = await rewriter.RunAsync(request, CancellationToken.None);
        var second = await rewriter.RunAsync(request, CancellationToken.None);

        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
        Assert.All([Tool, Edged, Tagged, Unselected], text => Assert.Single(_counter.Counted, text));
    }

    [Fact]
    public async Task Bypass_TokenisesNothing()
    {
        var (_, outcome) = await RunAsync(new PolicyOptions { ExemptModels = ["*"] });

        Assert.Equal((OutcomeStatus.Bypassed, RewriteReasons.ModelExempt), (outcome.Status, outcome.Reason));
        Assert.Empty(_counter.Counted);
    }

    [Fact]
    public async Task BeforeTheModelsAreLoaded_NothingIsTokenised()
    {
        var services = new Rewriter.Services(new Rewriter.EverySecondWord(), _counter) { IsReady = false };
        var (sent, outcome) = await Rewriter.RunAsync(Body, new Rewriter.EverySecondWord(), new PolicyOptions { ExemptModels = ["*"] }, services: services);

        Assert.Equal((Body, OutcomeStatus.FailedOpen, RewriteReasons.NotReady), (sent, outcome.Status, outcome.Reason));
        Assert.Empty(_counter.Counted);
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(22, 2)]
    [InlineData(23, 3)]
    public async Task Limit_StopsTheCounting(int limit, int counted)
    {
        var error = await Assert.ThrowsAsync<CompressionException>(() => RunAsync(
            new PolicyOptions { Ranges = Policy.Ranges, EdgeTokens = 0, Tags = true }, new LimitsOptions { OriginTokens = limit }));

        Assert.Equal(CompressionErrorKind.TooLarge, error.Kind);
        Assert.Equal(new[] { Tool, Edged, Tagged }[..counted], _counter.Counted);
    }

    private Task<(string Body, RewriteOutcome Outcome)> RunAsync(PolicyOptions policy, LimitsOptions? limits = null)
    {
        var compressor = new Rewriter.EverySecondWord();
        return Rewriter.RunAsync(Body, compressor, policy, services: new Rewriter.Services(compressor, _counter), limits: limits);
    }
}
