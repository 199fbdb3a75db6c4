using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PromptCompressor.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>A real model whose vocabulary has a word more than its graph: ONNX Runtime fails at texts with zebras, and only at them.</summary>
public sealed class ModelThrowsTests
{
    private const string Model = "tiny-xlm-roberta";

    [Fact]
    public async Task OneRequestFails_AndTheNextIsServed()
    {
        var models = Directory.CreateTempSubdirectory("models-");
        CopyModel(models.FullName);
        await using var host = await ServiceHost.StartReadyAsync("--Engine:ModelsPath", models.FullName, "--Engine:DefaultModel", Model);
        var (client, engine) = (host.Client, host.Get<CompressionEngine>());

        for (var i = 0; i < 3; i++)
        {
            var failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(one => client.PostAsync("/v1/compress", Body($"{one} times {i} zebras crossed the river at noon."), HttpStatusCode.InternalServerError)));
            Assert.All(failures, problem => Assert.Equal("model_failed", (string)problem["code"]!));
            Assert.All(failures, problem => Assert.DoesNotContain("onnx", problem.ToJsonString(), StringComparison.OrdinalIgnoreCase));

            Assert.NotNull((await client.PostAsync("/v1/compress", Body($"A short note, number {i}.")))["compressed_prompt"]);
            Assert.Equal(0, engine.QueuedTokens);
        }

        Assert.Equal("ready", (string)(await client.GetJsonAsync("/health/ready"))["status"]!);
        await host.StopAsync();
        models.Delete(recursive: true);
    }

    /// <summary>With a target, since a few words at a rate come back unread.</summary>
    private static JsonObject Body(string text) => new() { ["context"] = text, ["target_token"] = 4 };

    private static void CopyModel(string target)
    {
        var source = Path.Combine(TestPaths.Golden, "exported", Model);
        var copy = Directory.CreateDirectory(Path.Combine(target, Model)).FullName;
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var tokenizer = Path.Combine(copy, "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllText(tokenizer))!;
        var pieces = json["model"]!["vocab"]!.AsArray();
        pieces.Add(new JsonArray("\u2581zebra", -1));
        File.WriteAllText(tokenizer, json.ToJsonString());

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(copy, "model.json")))!;
        manifest["tokenizer"]!["vocab"] = pieces.Count;
        manifest["files"]!["tokenizer.json"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(tokenizer)));
        File.WriteAllText(Path.Combine(copy, "model.json"), manifest.ToJsonString());
    }
}
