using Microsoft.AspNetCore.Http;
using PromptCompressor.Core.Admission;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.UnitTests.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class PolicyTests
{
    private const string Long = "one two three four five six seven eight";
    private const string Half = "one three five seven";

    private static readonly Rewriter.EverySecondWord Halving = new();

    [Theory]
    [InlineData("a <nocompress>one two three</nocompress> four five six", "a one two three four six")]
    [InlineData("one two three <compress>one two three</compress> four five six", "one two three one three four five six")]
    [InlineData("<LLMLINGUA, rate=0.5>one two three</LLMLINGUA> and <llmlingua, compress=False>one two</llmlingua>", "one three and one two")]
    [InlineData("one <nocompress>two three four five six", "one three five")]
    [InlineData("one </compress> two three four five six", "one two four six")]
    [InlineData("one <compress> two <nocompress> three </compress> five six", "one two three five")]
    public async Task Tags_AreHeededAndGone_OrText(string text, string sent)
    {
        Assert.Equal(Of(("user", sent)), await SentAsync(Of(("user", text)), Tagged()));
    }

    [Theory]
    [InlineData("system", "<compress>one two three four five</compress> six", "one two three four five six")]
    [InlineData("user", "<nocompress>one two</nocompress>", "one two")]
    [InlineData("user", "<compress>one two</compress> three", "one two three")]
    [InlineData("user", "<llmlingua, rate=0.01>one two</llmlingua> three", "one two three")]
    public async Task Tags_OnlyGo_WhereThePolicyLeavesTheTextAlone(string role, string text, string sent) =>
        Assert.Equal(Of((role, sent)), await SentAsync(Of((role, text)), Tagged()));

    [Theory]
    [InlineData("tool", "<nocompress>a b</nocompress> c d e f", "<nocompress>a c e")]
    [InlineData("tool", "<compress>true</compress>", "<compress>true</compress>")]
    [InlineData("assistant", "<answer><compress>no</compress></answer> b c d e f", "<answer><compress>no</compress></answer> b c d e f")]
    public async Task Tags_OfOthers_AreText(string role, string text, string sent) =>
        Assert.Equal(Of((role, sent)), await SentAsync(Of((role, text)), Tagged()));

    [Theory]
    [InlineData("user")]
    [InlineData("system")]
    [InlineData("tool")]
    public async Task Tags_AreText_UnlessSwitchedOn(string role)
    {
        const string Text = "<compress>one</compress> <nocompress>two</nocompress>";

        Assert.Equal(Of((role, Text)), await SentAsync(Of((role, Text)), new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }] }));
    }

    [Theory]
    [InlineData(0.5, null, 0.5)]
    [InlineData(0.8, null, 0.8)]
    [InlineData(null, 2, 0.25)]
    public void Tags_AskForNoLowerRateThanThePolicy(double? rate, int? target, double least)
    {
        var policy = new PolicyOptions { Kinds = [TextKind.User], Tags = true, EdgeTokens = 0, Ranges = [new() { MinTokens = 1, Rate = rate, TargetTokens = target }] };
        var conversation = Reading.Read(new ChatCompletionsFormat(), Of(("user", "<llmlingua, rate=0.01>a b c</llmlingua> d <llmlingua, rate=0.9>e f</llmlingua>")));

        var plan = Assert.Single(new Planner(policy).Plan(conversation, Tenant.Default, Rewriter.NoOverrides, new Rewriter.WordCounter())).Plan!;

        Assert.Equal(8, plan.Tokens);
        Assert.Equal([least, null, 0.9], plan.Parts!.Select(part => part.Rate));
    }

    [Fact]
    public async Task Edges_StayWhole_BesideTags()
    {
        var policy = Tagged();
        policy.EdgeTokens = 4;

        Assert.Equal(
            Of(("user", $"sum this up\\none two three {Half}\\nwhat is it")),
            await SentAsync(Of(("user", $"sum this up\\n<nocompress>one two three</nocompress> {Long}\\nwhat is it")), policy));
    }

    [Fact]
    public async Task Bypassed_OnlyLosesItsTags()
    {
        var body = Of(("user", "<compress>one two</compress> three"), ("user", Long));
        foreach (var (policy, options, reason) in new (PolicyOptions, ProxyOptions, string)[]
        {
            (new PolicyOptions { Tags = true, ExemptModels = ["gpt-*"] }, new ProxyOptions(), RewriteReasons.ModelExempt),
            (new PolicyOptions { Tags = true, ExemptKeys = ["default"] }, new ProxyOptions(), RewriteReasons.KeyExempt),
            (new PolicyOptions { Tags = true }, new ProxyOptions { HoldOut = 1 }, RewriteReasons.HoldOut),
        })
        {
            var (sent, outcome) = await Rewriter.RunAsync(body, Halving, policy, options);
            Assert.Equal(Of(("user", "one two three"), ("user", Long)), sent);
            Assert.Equal((OutcomeStatus.Bypassed, reason), (outcome.Status, outcome.Reason));
        }
    }

    [Fact]
    public async Task Audit_CountsAndChangesNothing()
    {
        var body = Of(("user", "<compress>one two three four five</compress>"), ("user", Long));
        foreach (var (mode, overrides) in new[] { (ProxyMode.Audit, Rewriter.NoOverrides), (ProxyMode.Compress, Headers(("mode", "audit"))) })
        {
            var (sent, outcome) = await Rewriter.RunAsync(body, Halving, Tagged(), new ProxyOptions { Mode = mode }, overrides: overrides);
            Assert.Equal(body, sent);
            Assert.Equal((OutcomeStatus.Skipped, RewriteReasons.Audit, 13, 7), (outcome.Status, outcome.Reason, outcome.OriginalTokens, outcome.CompressedTokens));
        }
    }

    [Fact]
    public async Task Edges_OfUserText_StayWhole()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 4 };
        var text = $"Please sum this up:\\n{Long}\\nWhat is it about?";

        Assert.Equal(Of(("user", $"Please sum this up:\\n{Half}\\nWhat is it about?")), await SentAsync(Of(("user", text)), policy));
        Assert.NotEqual(Of(("tool", text)), await SentAsync(Of(("tool", text)), policy));
    }

    [Fact]
    public async Task Edges_AreNoPartsOfStructure()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 20 };
        var log = string.Join("\\n", Enumerable.Range(10, 20).Select(i => $"2031-04-17T03:{i}:00Z INFO [http] request {i} done"));
        var (first, last) = ("2031-04-17T03:10:00Z INFO [http] request 10 done", "2031-04-17T03:29:00Z INFO [http] request 29 done");

        var sent = await SentAsync(Of(("user", $"What failed here, and since when?\\n\\n{log}")), policy);
        Assert.Contains("What failed here, and since when?\\n", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(last, sent, StringComparison.Ordinal);
        Assert.DoesNotContain(first, await SentAsync(Of(("user", log)), policy), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 8, false)]
    [InlineData(true, 7, true)]
    [InlineData(false, 8, true)]
    public async Task FailedCalls_StayUpToALimit(bool isError, int most, bool isCompressed)
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, ErrorTokens = most };
        var body = $$"""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":{{(isError ? "true" : "false")}},"content":[{"type":"text","text":"{{Long}}"}]}]}]}""";

        var (sent, _) = await Rewriter.RunAsync(body, Halving, policy, format: new MessagesFormat());

        Assert.Equal(isCompressed ? body.Replace(Long, Half, StringComparison.Ordinal) : body, sent);
    }

    [Fact]
    public async Task Ranges_DecideBySize()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 6, Rate = 0.5 }, new() { MinTokens = 3, Rate = 1 }], EdgeTokens = 0 };

        Assert.Equal(Of(("user", "a b c d")), await SentAsync(Of(("user", "a b c d")), policy));
        Assert.Equal(Of(("user", "a c e")), await SentAsync(Of(("user", "a b c d e f")), policy));
    }

    [Fact]
    public async Task KeepLast_LeavesTheLastMessagesAlone()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, KeepLast = 1 };

        Assert.Equal(Of(("user", Half), ("user", Long)), await SentAsync(Of(("user", Long), ("user", Long)), policy));
    }

    [Theory]
    [InlineData("rate", "1", Long, Long)]
    [InlineData("min-tokens", "9", Long, Long)]
    [InlineData("min-tokens", "1", Half, Long)]
    [InlineData("keep-last", "1", Half, Long)]
    [InlineData("keep-last", "2", Long, Long)]
    [InlineData("rate", "0.1", Half, Half)]
    public async Task Headers_OnlyLower(string name, string value, string first, string second)
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, KeepLast = name == "min-tokens" ? 1 : 0 };
        var (sent, _) = await Rewriter.RunAsync(Of(("user", Long), ("user", Long)), Halving, policy, overrides: Headers((name, value)));

        Assert.Equal(Of(("user", first), ("user", second)), sent);
    }

    [Theory]
    [InlineData("mode", "on")]
    [InlineData("rate", "0")]
    [InlineData("rate", "NaN")]
    [InlineData("min-tokens", "-1")]
    [InlineData("keep-last", "1.5")]
    [InlineData("ratio", "0.5")]
    public void Headers_ThatMeanNothing_AreRefusedByName(string name, string value)
    {
        var error = Assert.Throws<InvalidRequestException>(() => Headers((name, value)));

        Assert.Equal([$"X-PromptCompressor-{name}"], error.Errors.Keys);
    }

    [Fact]
    public async Task Marked_TextIsCompressed_UnlessSaidOtherwise()
    {
        const string Body = """
            {"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[
            {"role":"user","content":[{"type":"text","text":"1"},{"type":"text","text":"2","cache_control":{"type":"ephemeral"}}]},
            {"role":"user","content":[{"type":"tool_result","cache_control":{"type":"ephemeral"},"content":"3"}]},{"role":"user","content":"4"}]}
            """;
        var (marked, all) = (new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, CompressMarked = false }, new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0 });

        Assert.Equal(Fill(Long, Long, Long, Half), (await Rewriter.RunAsync(Fill(Long, Long, Long, Long), Halving, marked, format: new MessagesFormat())).Body);
        Assert.Equal(Fill(Half, Half, Half, Half), (await Rewriter.RunAsync(Fill(Long, Long, Long, Long), Halving, all, format: new MessagesFormat())).Body);

        static string Fill(params string[] texts) => texts.Select((text, i) => ($"\"{i + 1}\"", $"\"{text}\"")).Aggregate(Body, (body, pair) => body.Replace(pair.Item1, pair.Item2, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 10, false)] // Cached or not, less is less.
    [InlineData(12, 10, true)] // Twenty tokens are cached, ten are not.
    public async Task Costs_DeclineWhatLosesMoney(int minCacheTokens, double input, bool declines)
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, Prices = [new() { Model = "gpt-4o*", Input = input, CachedInput = 1, MinCacheTokens = minCacheTokens }] };
        var body = Of(("user", Long), ("user", Long), ("assistant", "yes"), ("user", "go on"));

        var (_, outcome) = await Rewriter.RunAsync(body, Halving, policy);

        Assert.Equal(declines ? (OutcomeStatus.Skipped, RewriteReasons.Cost) : (OutcomeStatus.Compressed, null), (outcome.Status, outcome.Reason));
    }

    [Fact]
    public async Task Costs_DeclineWhatIsNeverReadFromTheCache()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, Question = QuestionSource.Last, Prices = [new() { Model = "*", Input = 10, CachedInput = 1, MinCacheTokens = 1 }] };
        var (_, outcome) = await Rewriter.RunAsync(Of(("user", Long), ("assistant", "yes"), ("user", "go on")), Halving, policy);

        Assert.Equal(RewriteReasons.Cost, outcome.Reason);
    }

    [Fact]
    public async Task HoldOut_IsAStableShareOfConversations()
    {
        var options = new ProxyOptions { HoldOut = 0.25 };
        var held = 0;
        for (var i = 0; i < 1000; i++)
        {
            (string, string)[] messages = [("system", "s"), ("user", $"conversation {i}"), ("assistant", "a"), ("user", Long)];
            var (_, first) = await Rewriter.RunAsync(Of(messages[..2]), Halving, options: options);
            var (_, later) = await Rewriter.RunAsync(Of(messages), Halving, options: options);
            Assert.Equal(first.Status == OutcomeStatus.Bypassed, later.Status == OutcomeStatus.Bypassed);
            held += first.Status == OutcomeStatus.Bypassed ? 1 : 0;
        }

        Assert.InRange(held, 200, 300);
    }

    [Fact]
    public void Kinds_AreToolsAndDocuments_UnlessAskedFor() => Assert.Equal([TextKind.Tool, TextKind.Document], Enum.GetValues<TextKind>().Where(kind => new PolicyOptions().RangesOf(kind, "").Count > 0));

    [Fact]
    public void Options_ThatMakeNoSense_AreNamed()
    {
        var options = new PolicyOptions { Kinds = [TextKind.Instruction], Ranges = [new() { MinTokens = 1, Rate = 2 }, new() { MinTokens = 1 }], Prices = [new()] };

        Assert.Equal(4, options.Errors().Count());

        // The check at the start tells these, and what the attributes say.
        options.EdgeTokens = -1;
        var failures = new SettingBounds<PolicyOptions>().Validate(null, options).Failures!.ToArray();
        Assert.Equal(5, failures.Length);
        Assert.Contains(failures, failure => failure.Contains("EdgeTokens", StringComparison.Ordinal));
        Assert.Equal(options.Errors(), failures.Except(failures.Where(failure => failure.Contains("EdgeTokens", StringComparison.Ordinal))));
    }

    private static PolicyOptions Tagged() => new() { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0, Tags = true };

    private static async Task<string> SentAsync(string body, PolicyOptions policy) => (await Rewriter.RunAsync(body, Halving, policy)).Body;

    private static string Of(params (string Role, string Content)[] messages) =>
        $$"""{"model":"gpt-4o","messages":[{{string.Join(',', messages.Select(message => $$"""{"role":"{{message.Role}}","content":"{{message.Content}}"}"""))}}]}""";

    private static RequestOverrides Headers(params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all[$"X-PromptCompressor-{name}"] = value;
        }

        return RequestOverrides.Read(all);
    }
}
