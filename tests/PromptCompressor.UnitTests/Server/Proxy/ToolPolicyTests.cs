using Microsoft.AspNetCore.Http;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>What is done with a result, by the tool's name.</summary>
public sealed class ToolPolicyTests
{
    private const string Long = "one two three four five six seven eight";

    [Theory]
    [InlineData("Read", nameof(ToolTreatment.AsItCame))]
    [InlineData("read_file", nameof(ToolTreatment.AsItCame))]
    [InlineData("mcp__files__read_text_file", nameof(ToolTreatment.AsItCame))]
    [InlineData("functions.apply_patch", nameof(ToolTreatment.AsItCame))]
    [InlineData("copilot_replaceString", nameof(ToolTreatment.ByContent))]
    [InlineData("str_replace_based_edit_tool", nameof(ToolTreatment.AsItCame))]
    [InlineData("mcp__files__write_file", nameof(ToolTreatment.AsItCame))]
    [InlineData("TodoWrite", nameof(ToolTreatment.AsItCame))]
    [InlineData("Bash", nameof(ToolTreatment.NoWords))]
    [InlineData("grep_search", nameof(ToolTreatment.NoWords))]
    [InlineData("mcp__ide__list_files", nameof(ToolTreatment.NoWords))]
    [InlineData("write_stdin", nameof(ToolTreatment.NoWords))]
    [InlineData("run_terminal_cmd", nameof(ToolTreatment.NoWords))]
    [InlineData("list_skills", nameof(ToolTreatment.ByContent))]
    [InlineData("get_details", nameof(ToolTreatment.ByContent))]
    [InlineData("readme_of", nameof(ToolTreatment.ByContent))]
    [InlineData("WebFetch", nameof(ToolTreatment.ByContent))]
    [InlineData("confluence_page", nameof(ToolTreatment.ByContent))]
    [InlineData(null, nameof(ToolTreatment.ByContent))]
    public void Treatment_FollowsTheName(string? tool, string treatment) => Assert.Equal(treatment, KnownTools.TreatmentOf(tool, new PolicyOptions()).ToString());

    /// <summary>A name with an asterisk in one list must not take in a name of the other.</summary>
    [Fact]
    public void Shells_AreNoEditors() => Assert.All(KnownTools.Data, tool => Assert.Equal(ToolTreatment.NoWords, KnownTools.TreatmentOf(tool.Trim('*'), new PolicyOptions())));

    [Fact]
    public void Operator_ExemptsAndForces()
    {
        var policy = new PolicyOptions { ExemptTools = ["confluence_*", "bash"], ForcedTools = ["READ", "confluence_index"] };

        Assert.Equal(
            [ToolTreatment.AsItCame, ToolTreatment.ByContent, ToolTreatment.AsItCame, ToolTreatment.ByContent, ToolTreatment.ByContent],
            new[] { "confluence_page", "confluence_index", "Bash", "Read", "mcp__disk__read" }.Select(tool => KnownTools.TreatmentOf(tool, policy)));
    }

    [Fact]
    public async Task Results_OfReaders_GoAsTheyCame_AndTheAnswerSaysSo()
    {
        string Body(string read, string other) => $$$"""
            {"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"Read","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"page","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"1","content":"{{{read}}}"},{"role":"tool","tool_call_id":"2","content":"{{{other}}}"},{"role":"user","content":"{{{Long}}}"},{"role":"tool","content":"one two"}]}
            """;
        var policy = new PolicyOptions { Kinds = [TextKind.Tool], Ranges = [new() { MinTokens = 5, Rate = 0.5 }] };

        var (sent, outcome) = await Rewriter.RunAsync(Body(Long, Long), new Rewriter.EverySecondWord(), policy);

        Assert.Equal(Body(Long, "one three five seven"), sent);
        Assert.Equal("kinds=1, small=1, tool=1", HeaderOf(outcome));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.51, false)]
    public async Task Saving_BelowTheMargin_IsNotMade(double least, bool isMade)
    {
        var policy = new PolicyOptions { Kinds = [TextKind.Tool], Ranges = [new() { MinTokens = 5, Rate = 0.5 }], MinSaving = least };
        var body = $$"""{"messages":[{"role":"tool","content":"{{Long}}"}]}""";

        var (sent, outcome) = await Rewriter.RunAsync(body, new Rewriter.EverySecondWord(), policy);

        Assert.Equal(isMade, sent != body);
        Assert.Equal(isMade ? "" : "no_gain=1", HeaderOf(outcome));
    }

    [Fact]
    public void Ranges_ThatFitClosest_Count()
    {
        var policy = new PolicyOptions
        {
            Ranges =
            [
                new() { MinTokens = 300, Rate = 0.5 },
                new() { MinTokens = 100, Rate = 0.7, Kind = TextKind.Document },
                new() { MinTokens = 50, Rate = 0.3, Key = "batch" },
                new() { MinTokens = 900, Rate = 0.2, Key = "batch" },
                new() { MinTokens = 10, Rate = 0.9, Key = "batch", Kind = TextKind.User },
            ],
        };

        Assert.Equal([0.5], Rates(TextKind.Tool, "chat"));
        Assert.Equal([0.7], Rates(TextKind.Document, "chat"));
        Assert.Equal([0.3, 0.2], Rates(TextKind.Tool, "batch"));
        Assert.Equal([0.3, 0.2], Rates(TextKind.Document, "batch"));
        Assert.Equal([0.9], Rates(TextKind.User, "batch"));
        Assert.Equal([], Rates(TextKind.User, "chat"));
        Assert.Equal([], Rates(TextKind.Instruction, "batch"));

        IEnumerable<double?> Rates(TextKind kind, string key) => policy.RangesOf(kind, key).Select(range => range.Rate);
    }

    /// <summary>A range for one key takes nothing from the callers of all others.</summary>
    [Fact]
    public void WhereNoRangeFits_TheDefaultHolds()
    {
        var policy = new PolicyOptions { Ranges = [new() { MinTokens = 100, Rate = 0.3, Key = "batch" }, new() { MinTokens = 50, Rate = 0.7, Kind = TextKind.User }] };

        Assert.Equal((100, 0.3), Single(TextKind.Tool, "batch"));
        Assert.Equal((300, 0.5), Single(TextKind.Tool, "chat"));
        Assert.Equal((300, 0.5), Single(TextKind.Document, ""));
        Assert.Equal((50, 0.7), Single(TextKind.User, "chat"));
        Assert.Empty(policy.RangesOf(TextKind.Assistant, "chat"));

        (int, double?) Single(TextKind kind, string key) => Assert.Single(policy.RangesOf(kind, key)) is var range ? (range.MinTokens, range.Rate) : default;
    }

    private static string HeaderOf(RewriteOutcome outcome)
    {
        var headers = new HeaderDictionary();
        SidecarHeaders.Write(headers, outcome);
        return headers[SidecarHeaders.SkippedTexts].ToString();
    }
}
