using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class RewritingTests
{
    private const string Long = "one two three four five six seven eight";
    private const string Half = "one three five seven";

    private static readonly Rewriter.EverySecondWord Halving = new();

    /// <summary>Each body, with the long texts that change written as LONG.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        {
            "/v1/chat/completions",
            """
            { "z" : 1.0e2, "messages":[
              {"role":"system","content":"KEEP"}, {"role":"developer","content":[{"type":"text","text":"KEEP"}]},
              {"content":"LONG","role":"user", "name":"\u0041nna"},
              {"role":"user","content":[{"text":"LONG","type":"text"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"short"}, {"type":"input_audio","input_audio":{"data":"KEEP"}}]},
              {"role":"assistant","content":"KEEP","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"KEEP"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"LONG"}, {"role":"assistant","content":null},
              {"role":"unheard-of","content":"KEEP"}, 7, {"role":"user","content":7}, {"role":"user","content":[null, {"type":"text","text":{"a":"KEEP"}}]}
            ],"model":"gpt-4o", "stream" :true,"big":123456789012345678901234567890, "tools":[{"description":"KEEP"}] }
            """
        },
        {
            "/v1/responses",
            """
            {"instructions":"KEEP","input":[{"role":"user","content":"LONG"},{"type":"message","role":"user","content":[{"type":"input_text","text":"LONG"},{"type":"input_image","image_url":"KEEP"}]},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"KEEP"}]},{"type":"function_call","arguments":"KEEP","call_id":"c"},
            {"type":"function_call_output","call_id":"c","output":"LONG"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"LONG"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"KEEP"}]}]}
            """
        },
        { "/v1/responses", """{"input":"LONG"}""" },
        { "/v1/completions", """{"prompt":"LONG","suffix":"KEEP"}""" },
        { "/v1/completions", """{"prompt":["LONG","short","LONG"]}""" },
        { "/v1/completions", """{"prompt":[[1,2,3],[4]]}""" },
        {
            "/v1/messages",
            """
            {"model":"claude-x","system":[{"type":"text","text":"KEEP"}],"messages":[{"role":"user","content":"LONG"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"KEEP","signature":"s"},{"type":"text","text":"KEEP"},{"type":"tool_use","id":"t","name":"f","input":{"q":"KEEP"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"LONG"},{"type":"tool_result","tool_use_id":"u","is_error":false,"content":[{"type":"text","text":"LONG"},{"type":"image","source":{"type":"base64","data":"KEEP"}}]},
            {"type":"document","title":"KEEP","source":{"type":"text","media_type":"text/plain","data":"LONG"}},
            {"type":"document","source":{"type":"text","data":"KEEP"},"citations":{"enabled":true}},
            {"type":"search_result","source":"KEEP","title":"KEEP","content":[{"type":"text","text":"LONG"}]},{"type":"text","text":"LONG"}]}]}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task OnlySelectedTexts_Change(string path, string template)
    {
        var body = template.Replace("LONG", Long, StringComparison.Ordinal).Replace("KEEP", Long, StringComparison.Ordinal);
        var (output, outcome) = await Rewriter.RunAsync(body, Halving, format: Rewriter.FormatOf(path));

        Assert.Equal(template.Replace("LONG", Half, StringComparison.Ordinal).Replace("KEEP", Long, StringComparison.Ordinal), output);
        var changed = template.Split("LONG").Length - 1;
        Assert.Equal(changed > 0 ? OutcomeStatus.Compressed : OutcomeStatus.Skipped, outcome.Status);
        Assert.Equal((changed == 0 ? null : changed * 8, changed == 0 ? null : changed * 4), (outcome.OriginalTokens, outcome.CompressedTokens));
    }

    [Fact]
    public async Task Json_WithAnyTexts_OnlyDiffersInThem()
    {
        var changed = 0;
        await Gen.String[Gen.Char["ab \"\\\n\té€😀\u2028<\u0000"], 0, 60].List[0, 6].Select(Gen.Bool, Gen.Bool).SampleAsync(async (texts, indented, escaped) =>
        {
            var body = new JsonObject { ["model"] = "m", ["messages"] = new JsonArray([.. texts.Select((text, i) => new JsonObject { ["role"] = i % 2 == 0 ? "user" : "assistant", ["content"] = text })]) }
                .ToJsonString(new JsonSerializerOptions { WriteIndented = indented, Encoder = escaped ? null : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

            // Identity gives back the same bytes.
            Assert.Equal(body, (await Rewriter.RunAsync(body, new Rewriter.Becomes(text => text))).Body);

            // A real change is nowhere but in the texts of users: with the old ones put back, all is as it was.
            var (output, outcome) = await Rewriter.RunAsync(body, Halving);
            var (before, after) = (Encoding.UTF8.GetBytes(body), Encoding.UTF8.GetBytes(output));
            Assert.Equal(body, Encoding.UTF8.GetString(WithUserTextsOf(before, after)));
            Assert.True(after.Length <= before.Length);
            Interlocked.Add(ref changed, outcome.Status == OutcomeStatus.Compressed ? 1 : 0);
        }, iter: 2_000);
        Assert.True(changed > 200, $"Only {changed} of 2,000 bodies were changed at all.");
    }

    [Theory]
    [InlineData("one two three four five six seven eight nine")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008")]
    public async Task OutputsThatAreNoGain_AreNotUsed(string output)
    {
        var body = $$"""{"messages":[{"role":"user","content":"{{Long}}"}]}""";
        var (rewritten, outcome) = await Rewriter.RunAsync(body, new Rewriter.Becomes(_ => output));

        Assert.Equal(body, rewritten);
        Assert.Equal((OutcomeStatus.Skipped, RewriteReasons.NoGain), (outcome.Status, outcome.Reason));
    }

    [Theory]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":"y","b":[1]}""", true)]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":"y","b":[2]}""", false)]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":"y","b":[1],"c":1}""", false)]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":1,"b":[1]}""", false)]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":"y","b":[1]""", false)]
    [InlineData("""{"a":"x","b":[1]}""", """{"a":"y","c":[1]}""", false)]
    public void Guard_SeesEveryOtherChange(string source, string output, bool holds) =>
        Assert.Equal(holds, BodyGuard.Holds(Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes(output), [new Replacement { Start = 5, Length = 3 }]));

    [Theory]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"prompt_embeds","data":"AA=="}],"b":1}""", true)]
    [InlineData("""{"a":[{"type":"text","text":"q"}],"b":1}""", false)]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"text","text":"q"},{"type":"text","text":"q"}],"b":1}""", false)]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"prompt_embeds","text":"AA=="}],"b":1}""", false)]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"prompt_embeds","data":"AA==","x":1}],"b":1}""", false)]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"image","data":"AA=="}],"b":1}""", false)]
    [InlineData("""{"a":[{"type":"text","text":"q"},{"type":"prompt_embeds","data":"AA=="}],"b":2}""", false)]
    [InlineData("""{"a":"x","b":1}""", false)]
    public void Guard_TakesTheParts_AndNothingElse(string output, bool holds) => Assert.Equal(holds, BodyGuard.Holds(
        """{"a":"x","b":1}"""u8, Encoding.UTF8.GetBytes(output), [new Replacement { Start = 5, Length = 3, Parts = new PartsShape(2, IsList: true) }]));

    [Theory]
    [InlineData("""{"messages":[],"messages":[]}""")]
    [InlineData("""{"messages":[{"\ud83d":"user"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a","content":"b"}]}""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Ambiguous_OrBroken_IsNoJson(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => Rewriter.RunAsync(body, Halving));

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"messages":7,"model":["gpt-4o"]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud83d one two three four five six"}]}""")]
    public async Task JsonThatIsNoConversation_GoesThrough(string body) =>
        Assert.Equal((body, OutcomeStatus.Skipped), await Rewriter.RunAsync(body, Halving) is var (output, outcome) ? (output, outcome.Status) : default);

    [Fact]
    public async Task Conversations_KeepTheirPrefix_FromTurnToTurn()
    {
        var text = Gen.Char["abc defgh\n"].Array[0, 80].Select(chars => new string(chars));
        var message = Gen.Select(Gen.Int[0, 3].Select(i => new[] { "user", "assistant", "tool", "system" }[i]), text, (role, content) => new JsonObject { ["role"] = role, ["content"] = content });
        await Gen.Select(message.List[1, 12], Gen.Int[0, 1].Select(i => (QuestionSource)i), Gen.Int[0, 6]).SampleAsync(async (messages, question, edge) =>
        {
            var policy = new PolicyOptions { Ranges = [new() { MinTokens = 3, Rate = 0.5 }, new() { MinTokens = 9, TargetTokens = 4 }], Question = question, EdgeTokens = edge };
            string[]? earlier = null;
            for (var turn = 1; turn <= messages.Count; turn++)
            {
                var body = new JsonObject { ["messages"] = new JsonArray([.. messages.Take(turn).Select(item => item.DeepClone())]) }.ToJsonString();
                var sent = JsonNode.Parse((await Rewriter.RunAsync(body, Halving, policy)).Body)!["messages"]!.AsArray().Select(item => item!.ToJsonString()).ToArray();
                Assert.Equal(earlier ?? [], sent[..(earlier?.Length ?? 0)]);
                earlier = sent;
            }
        }, iter: 300);
    }

    /// <summary>The inverse splice: the output, with every text of a user as the source has it.</summary>
    private static byte[] WithUserTextsOf(byte[] source, byte[] output)
    {
        var (originals, replaced) = (UserTexts(source), UserTexts(output));
        Assert.Equal(originals.Count, replaced.Count);
        var back = new List<byte>();
        var copied = 0;
        foreach (var (original, text) in originals.Zip(replaced))
        {
            back.AddRange(output[copied..text.Start]);
            back.AddRange(source[original]);
            copied = text.End.Value;
        }

        return [.. back, .. output[copied..]];
    }

    /// <summary>Where the texts of users stand, quotation marks included; in these bodies a role stands before its content.</summary>
    private static List<Range> UserTexts(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var texts = new List<Range>();
        var (name, role) = ("", "");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String && name == "role")
            {
                role = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String && name == "content" && role == "user")
            {
                texts.Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
            }
        }

        return texts;
    }
}
