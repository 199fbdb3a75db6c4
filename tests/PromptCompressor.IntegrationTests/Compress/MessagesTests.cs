using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class MessagesTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";

    [Fact]
    public async Task Compress_Messages_ChangesNothingButTexts()
    {
        const string System = """{ "role":"system","content":"Be  short. \u00e9\/ 漢", "x":[1.50,1e3,null] }""";
        const string Assistant = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","function":{"arguments":"\ud800"}}]}""";
        const string Image = """{"type":"image_url","image_url":{"url":"data:,\u0041","detail":"low"}}""";
        var tool = $$$"""{"name":"t\u00f6m","content":"{{{Texts.Meeting}}}","role":"tool","tool_call_id":"c1"}""";
        var user = $$$"""{"role":"user","content":[{{{Image}}}, {"type":"text","text":"{{{Texts.Meeting}}}","cache":{"type":"x"}}]}""";

        var answer = await service.Client.PostTextAsync(Path, $$"""{ "messages": [{{System}}, {{tool}},{{Assistant}},{{user}}] }""");

        Assert.DoesNotContain(Texts.Meeting, answer, StringComparison.Ordinal);
        var compressed = (string)JsonNode.Parse(answer.Replace("\\ud800", "", StringComparison.Ordinal))!["messages"]![1]!["content"]!;
        var expected = $$"""{"messages":[{{System}},{{tool}},{{Assistant}},{{user}}],""".Replace(Texts.Meeting, compressed, StringComparison.Ordinal);
        Assert.StartsWith(expected, answer, StringComparison.Ordinal);
    }

    /// <summary>A provider's prompt cache needs earlier turns to stay as they were.</summary>
    [Fact]
    public async Task Compress_LaterTurns_LeaveEarlierOutputsAlone()
    {
        var turns = Enumerable.Range(0, 4).Select(i => new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(120, seed: 100 + i) }).ToArray();

        var last = "";
        for (var count = 1; count <= turns.Length; count++)
        {
            var answer = await service.Client.PostAsync(Path, new JsonObject { ["messages"] = new JsonArray([.. turns[..count].Select(turn => turn.DeepClone())]), ["rate"] = 0.4 });
            var prefix = string.Join(",", answer["messages"]!.AsArray().Select(message => message!.ToJsonString()));
            Assert.StartsWith(last, prefix, StringComparison.Ordinal);
            last = prefix;
        }
    }

    [Fact]
    public async Task Compress_MessagesToATarget_ShareWhatTheRestLeaves()
    {
        var messages = new JsonArray(
            new JsonObject { ["role"] = "system", ["content"] = "Answer in one sentence, please." },
            new JsonObject { ["role"] = "user", ["content"] = Texts.Meeting },
            new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(100, seed: 5) });

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["messages"] = messages, ["target_token"] = 90, ["protect"] = new JsonArray() });

        Assert.InRange((int)answer["compressed_tokens"]!, 60, 90);
        Assert.Equal("Answer in one sentence, please.", (string)answer["messages"]![0]!["content"]!);
    }

    [Fact]
    public async Task Compress_TargetSmallerThanTheRest_Is422()
    {
        var messages = new JsonArray(
            new JsonObject { ["role"] = "system", ["content"] = Texts.Meeting }, new JsonObject { ["role"] = "user", ["content"] = "Why is that so?" });

        var problem = await service.Client.PostAsync(Path, new JsonObject { ["messages"] = messages, ["target_token"] = 20 }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["target_token"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    /// <summary>Of a few words none can be spared, and providers refuse a message of which nothing is left.</summary>
    [Fact]
    public async Task Compress_SmallMessagesAtARate_ComeBackAsTheyWere()
    {
        const string Small = """{"role":"user","content":"No"},{"role":"tool","tool_call_id":"c","content":"false"},{"role":"tool","tool_call_id":"d","content":"Error: not found"}""";

        var all = await service.Client.PostTextAsync(Path, $$"""{ "messages": [{{Small}}], "rate": 0.1 }""");
        var some = await service.Client.PostTextAsync(Path, $$"""{ "messages": [{{Small}},{"role":"user","content":"{{Texts.Meeting}}"}], "rate": 0.1 }""");

        Assert.StartsWith($$"""{"messages":[{{Small}}],""", all, StringComparison.Ordinal);
        Assert.Equal("too_small", (string)JsonNode.Parse(all)!["skipped"]!);
        Assert.StartsWith($$"""{"messages":[{{Small}},""", some, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(some)!["skipped"]);
        Assert.DoesNotContain(Texts.Meeting, some, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_TargetTooSmallForAWordOfEach_SaysOfWhichNothingIsLeft()
    {
        var messages = new JsonArray([.. Enumerable.Range(0, 6).Select(i => new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(40, seed: 300 + i) })]);

        var answer = await service.Client.PostAsync(Path, new JsonObject { ["messages"] = messages, ["target_token"] = 4 });

        var blank = answer["messages"]!.AsArray().Count(message => (string)message!["content"]! == "");
        Assert.InRange(blank, 1, 5);
        Assert.Contains(answer["warnings"]!.AsArray(), warning => ((string)warning!).StartsWith($"Nothing is left of {blank} of 6 texts", StringComparison.Ordinal));
    }

    /// <summary>The shapes that the sidecar knows, whichever API they are of.</summary>
    [Theory]
    [InlineData("""{"role":"function","name":"f","content":"TEXT"}""")]
    [InlineData("""{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"TEXT"}]},{"type":"input_text","text":"Why?"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"TEXT"}}]}""")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"TEXT"}""")]
    public async Task Compress_ShapesOfOtherApis_AreCompressed(string message)
    {
        var answer = await service.Client.PostTextAsync(Path, $$"""{ "messages": [{{message.Replace("TEXT", Texts.Meeting, StringComparison.Ordinal)}}], "rate": 0.5 }""");

        Assert.DoesNotContain(Texts.Meeting, answer, StringComparison.Ordinal);
        var read = JsonNode.Parse(answer)!;
        Assert.InRange((double)read["rate"]!, 0.2, 0.6);
        Assert.Empty(read["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Compress_NothingToCompress_ComesBack()
    {
        const string Json = """{"messages":[{"role":"assistant","content":"One, two, three."},{"role":"user","content":[]}]}""";

        var answer = JsonNode.Parse(await service.Client.PostTextAsync(Path, Json))!;

        Assert.Equal(JsonNode.Parse(Json)!["messages"]!.ToJsonString(), answer["messages"]!.ToJsonString());
        Assert.Equal("not_selected", (string)answer["skipped"]!);
        Assert.StartsWith("Nothing was compressed", (string)Assert.Single(answer["warnings"]!.AsArray())!, StringComparison.Ordinal);
    }
}
