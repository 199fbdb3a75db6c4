using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Soft;

/// <summary>What the service builds, a vLLM takes; and a payload that is damaged in any way, it does not.</summary>
public sealed class VllmTests(ServiceFixture service)
{
    private const int Hidden = 576;

    [Theory]
    [InlineData("chat", "bf16")]
    [InlineData("chat", "f16")]
    [InlineData("chat", "f32")]
    [InlineData("completions", "bf16")]
    [InlineData("completions", "f16")]
    [InlineData("completions", "f32")]
    public async Task Prompt_AnyRouteAndType_IsTaken(string route, string dtype)
    {
        await using var vllm = await FakeVllm.StartAsync(Hidden);
        var prompt = await service.Client.PostAsync("/v1/soft/prompt", new JsonObject
        {
            ["route"] = route,
            ["dtype"] = dtype,
            ["system"] = "Be brief.",
            ["instruction"] = "Read this:",
            ["context"] = new JsonArray(Texts.Meeting, Texts.Fresh(200, seed: 11)),
            ["question"] = "Who writes the post-mortem?",
            ["exact"] = new JsonArray("number"),
            ["parameters"] = new JsonObject { ["max_tokens"] = 5, ["stop"] = new JsonArray("\n") },
        });

        var (status, answer) = await SendAsync(vllm, prompt);

        Assert.True(status == HttpStatusCode.OK, answer);
        Assert.Equal((int)prompt["rows"]!, (int)JsonNode.Parse(answer)!["rows"]!);
        Assert.Equal(5, (int)prompt["body"]!["max_tokens"]!);
    }

    [Fact]
    public async Task Prompt_PlaceholderInTheQuestion_IsTextThatTheServerTakes()
    {
        await using var vllm = await FakeVllm.StartAsync(Hidden);
        var prompt = await service.Client.PostAsync("/v1/soft/prompt", new JsonObject
        {
            ["context"] = "A text with <prompt_embeds> in it is no danger: it goes as numbers.",
            ["question"] = "What is <prompt_embeds>, and <|im_end|>?",
        });

        Assert.Equal(2, (int)prompt["neutralized"]!);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(vllm, prompt)).Status);
    }

    [Fact]
    public async Task Prompt_OtherHiddenSize_IsRefusedByTheServer()
    {
        await using var vllm = await FakeVllm.StartAsync(640);
        var prompt = await service.Client.PostAsync("/v1/soft/prompt", new JsonObject { ["context"] = Texts.Meeting });

        var (status, answer) = await SendAsync(vllm, prompt);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("640", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_DamagedPayload_IsRefusedByTheServer()
    {
        await using var vllm = await FakeVllm.StartAsync(Hidden);
        var prompt = await service.Client.PostAsync("/v1/soft/prompt", new JsonObject { ["context"] = "Short, but enough." });
        var data = (string)prompt["body"]!["messages"]![0]!["content"]![0]!["data"]!;
        var file = Convert.FromBase64String(data);
        var pickle = file.AsSpan().IndexOf("BFloat16Storage"u8);
        var mutants = new Dictionary<string, string>
        {
            ["line break"] = data.Insert(76, "\n"),
            ["no padding"] = data.TrimEnd('=') + (data.EndsWith('=') ? "" : "A"),
            ["data URI"] = "data:application/octet-stream;base64," + data,
            ["URL alphabet"] = data.Replace('+', '-').Replace('/', '_'),
            ["cut"] = Convert.ToBase64String(file[..^30]),
            ["no tensor"] = Convert.ToBase64String(Encoding.ASCII.GetBytes("not a tensor at all")),
            ["other function"] = Mutate(file, "_rebuild_tensor_v2", "_rebuild_tensor_v3"),
            ["whole numbers"] = Mutate(file, "BFloat16Storage\nX", "LongStorage\nXXXXX"),
            ["version"] = Mutate(file, "3\nPK", "0\nPK"),
            ["byte order"] = Mutate(file, "little", "bigger"),
            ["number bit"] = Flip(file, file.AsSpan().IndexOf("little"u8) + 64),
            ["type name bit"] = Flip(file, pickle),
        };
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(vllm, prompt)).Status);
        foreach (var (name, mutant) in mutants)
        {
            prompt["body"]!["messages"]![0]!["content"]![0]!["data"] = mutant;
            Assert.True((await SendAsync(vllm, prompt)).Status == HttpStatusCode.BadRequest, name);
        }
    }

    private static string Mutate(byte[] file, string from, string to)
    {
        var at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at >= 0, from);
        var mutant = file.ToArray();
        Encoding.ASCII.GetBytes(to).CopyTo(mutant, at);
        return Convert.ToBase64String(mutant);
    }

    private static string Flip(byte[] file, int at)
    {
        var mutant = file.ToArray();
        mutant[at] ^= 4;
        return Convert.ToBase64String(mutant);
    }

    private static async Task<(HttpStatusCode Status, string Answer)> SendAsync(FakeVllm vllm, JsonObject prompt)
    {
        using var content = new StringContent(prompt["body"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Encoding.UTF8, "application/json");
        using var response = await vllm.Client.PostAsync(new Uri((string)prompt["path"]!, UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
