using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>The bodies that gateways send and read by Headroom's contract, with no upstream configured.</summary>
public sealed class HeadroomTests(ServiceFixture service)
{
    private const string Path = "/compat/headroom/v1/compress";

    private static readonly string Passage = Texts.Fresh(600, seed: 6201);

    [Fact]
    public async Task ToolResults_AreCompressed_AndNothingElse()
    {
        // As LiteLLM's guardrail sends it.
        var messages = Messages();
        var answer = await PostAsync(new JsonObject { ["messages"] = messages.DeepClone(), ["model"] = "gpt-4o" });

        Assert.True(JsonNode.DeepEquals(messages[0], answer["messages"]![0]));
        Assert.True(JsonNode.DeepEquals(messages[1], answer["messages"]![1]));
        Assert.Equal("call_1", (string?)answer["messages"]![2]!["tool_call_id"]);
        Assert.True(((string)answer["messages"]![2]!["content"]!).Length < Passage.Length * 0.7);
        var (before, after) = ((double)answer["tokens_before"]!, (double)answer["tokens_after"]!);
        Assert.Equal(before - after, (double)answer["tokens_saved"]!);
        Assert.Equal(Math.Round(after / before, 4), (double)answer["compression_ratio"]!);
        Assert.InRange(after / before, 0.6, 0.8);
        Assert.Equal(("llmlingua2", 0), ((string?)answer["transforms_applied"]!.AsArray().Single(), answer["ccr_hashes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Structure_IsToldByItsMethods()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 80).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["town"] = "Oslo", ["total"] = i * 37 })]).ToJsonString();
        var messages = new JsonArray(
            new JsonObject { ["role"] = "tool", ["tool_call_id"] = "a", ["content"] = rows },
            new JsonObject { ["role"] = "tool", ["tool_call_id"] = "b", ["content"] = rows },
            new JsonObject { ["role"] = "tool", ["tool_call_id"] = "c", ["content"] = Passage });
        var answer = await PostAsync(new JsonObject { ["messages"] = messages, ["model"] = "gpt-4o" });

        var names = answer["transforms_applied"]!.AsArray().Select(name => (string)name!).ToArray();
        Assert.StartsWith("json:json_", names[0], StringComparison.Ordinal);
        Assert.Equal("llmlingua2", names[^1]);
        Assert.Equal((2, 1), ((int)answer["transforms_summary"]![names[0]]!, (int)answer["transforms_summary"]!["llmlingua2"]!));
        Assert.Equal(80, (int)JsonNode.Parse((string)answer["messages"]![0]!["content"]!)!["count"]!);
    }

    [Fact]
    public async Task UserMessages_AreCompressed_OnDemand()
    {
        // As 9router sends it.
        var answer = await PostAsync(new JsonObject { ["messages"] = Messages(), ["model"] = "gpt-4o", ["config"] = new JsonObject { ["compress_user_messages"] = true } });

        Assert.True(((string)answer["messages"]![1]!["content"]!).Length < Passage.Length * 0.7);
    }

    [Theory]
    [InlineData("""{"messages":[],"model":"gpt-4o"}""", false)]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}],"model":"gpt-4o"}""", true)]
    public async Task NothingToDo_IsZerosAndARatioOfOne(string body, bool isBypassed)
    {
        var answer = await PostAsync(JsonNode.Parse(body)!, isBypassed);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body)!["messages"], answer["messages"]));
        Assert.Equal((0, 0, 0, 1.0), ((int)answer["tokens_before"]!, (int)answer["tokens_after"]!, (int)answer["tokens_saved"]!, (double)answer["compression_ratio"]!));
    }

    [Theory]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"model":"gpt-4o"}""")]
    [InlineData("""{"messages":"Hi","model":"gpt-4o"}""")]
    [InlineData("""{"messages":[1],"model":"gpt-4o"}""")]
    [InlineData("""{"\ud800":1,"messages":[],"model":"gpt-4o"}""")]
    [InlineData("secret text")]
    [InlineData("")]
    public async Task WrongBodies_AreRefusedInHeadroomsWords(string body)
    {
        using var response = await service.Client.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (string?)JsonNode.Parse(text)!["error"]!["type"]);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    private static JsonArray Messages() =>
    [
        new JsonObject { ["role"] = "system", ["content"] = "Be brief." },
        new JsonObject { ["role"] = "user", ["content"] = Passage },
        new JsonObject { ["role"] = "tool", ["tool_call_id"] = "call_1", ["content"] = Passage },
    ];

    private async Task<JsonNode> PostAsync(JsonNode body, bool isBypassed = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("x-headroom-bypass", isBypassed ? "true" : "false");
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
