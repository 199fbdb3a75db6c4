using System.Globalization;
using System.Text.Json.Nodes;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Whatever is wrong with a model folder stops the start, in a sentence that names it.</summary>
public sealed class ModelLoadingTests : IDisposable
{
    private readonly ModelStore _store = new();
    private readonly string _root = Directory.CreateTempSubdirectory("models-").FullName;

    public static TheoryData<string, string, string> WrongManifests => new()
    {
        { "/format", "2", "format is 2" },
        { "/task", "\"other\"", "'tinybert-random'" },
        { "/id", "null", "id" },
        { "/unheard_of", "1", "unheard_of" },
        { "/max_tokens", "\"many\"", "max_tokens" },
        { "/max_tokens", "2", "max_tokens is 2" },
        { "/variants", "[]", "variants is empty" },
        { "/inputs", "[\"input_ids\",\"attention_mask\"]", "wants an input 'token_type_ids'" },
        { "/inputs", "[\"input_ids\",\"attention_mask\",\"token_type_ids\",\"pixels\"]", "'pixels'" },
        { "/output", "\"scores\"", "no output 'scores'" },
        { "/keep_index", "2", "keep_index 2 is out of range" },
        { "/keep_index", "-1", "keep_index is -1" },
        { "/tokenizer/kind", "\"sentencepiece-bpe\"", "tokenizer.kind is 'sentencepiece-bpe'" },
        { "/tokenizer/cls", "7", "Cls = 7" },
        { "/tokenizer/lower_case", "null", "tokenizer.lower_case" },
        { "/tokenizer/file", "\"other.txt\"", "'other.txt' is used but files gives no sha256" },
        { "/variants/0/cpu", "\"other.onnx\"", "'other.onnx' is used but files gives no sha256" },
        { "/variants/0/cpu", "\"vocab.txt\"", "vocab.txt cannot be loaded" },
        { "/variants/0/relevance", """{ "output": "relevance", "dimension": 2, "question_shift": [0, 1] }""", "no output 'relevance'" },
        { "/variants/0/relevance", """{ "output": "logits", "dimension": 3, "question_shift": [0, 1, 2] }""", "not Float [batch, sequence, 3]" },
        { "/variants/0/relevance", """{ "output": "logits", "dimension": 0, "question_shift": [] }""", "relevance.dimension of tinybert-random is 0" },
        { "/variants/0/relevance", """{ "output": "logits", "dimension": 2, "question_shift": [0] }""", "must have 2 finite numbers" },
        { "/variants/0/relevance", """{ "output": "logits", "dimension": 2, "question_shift": [0, 1], "weight": 0 }""", "relevance.weight of tinybert-random is 0" },
        { "/variants/0/relevance", """{ "output": "logits", "dimension": 2, "question_shift": [0, 1], "least_cosine": 2 }""", "relevance.least_cosine of tinybert-random is 2" },
        { "/files/model.onnx", "\"00\"", "model.onnx has sha256" },
        { "/files/missing.bin", "\"00\"", "missing.bin is missing" },
        { "/files/..~1model.json", "\"00\"", "not a plain file name" },
    };

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Load_RightFolder_Serves()
    {
        WriteFolder("tinybert-random", manifest => { });
        using var engine = Load();
        Assert.Equal("tinybert-random", Assert.Single(engine.Models).Id);
        Assert.True(engine.IsReady);
    }

    [Theory]
    [MemberData(nameof(WrongManifests))]
    public void Load_WrongManifest_StopsWithASentence(string field, string value, string expected)
    {
        WriteFolder("tinybert-random", manifest => Set(manifest, field, JsonNode.Parse(value)));
        Assert.Contains(expected, Assert.Throws<ModelLoadException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManifestIsNoJson_StopsWithASentence()
    {
        WriteFolder("tinybert-random", manifest => { });
        File.WriteAllText(Path.Combine(_root, "tinybert-random", "model.json"), "{");
        Assert.Contains("model.json is not a valid manifest", Assert.Throws<ModelLoadException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ChangedFile_StopsWithBothHashes()
    {
        WriteFolder("tinybert-random", manifest => { });
        File.AppendAllText(Path.Combine(_root, "tinybert-random", "vocab.txt"), "extra\n");
        Assert.Contains("the file is damaged or was changed", Assert.Throws<ModelLoadException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TwoFoldersWithOneId_StopsWithTheId()
    {
        WriteFolder("a", manifest => { });
        WriteFolder("b", manifest => { });
        Assert.Contains("'tinybert-random'", Assert.Throws<ModelLoadException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSuchRoot_StopsWithThePath()
    {
        var options = new EngineOptions { ModelsPath = "no-such-folder-anywhere" };
        using var engine = Engines.Create(options, cacheBytes: 0, _store);
        Assert.Contains("no-such-folder-anywhere", Assert.Throws<ModelLoadException>(() => engine.Load()).Message, StringComparison.Ordinal);
    }

    private CompressionEngine Load()
    {
        var options = new EngineOptions { ModelsPath = _root, DefaultModel = "tinybert-random", Workers = 1 };
        var engine = Engines.Create(options, cacheBytes: 0, _store);
        try
        {
            engine.Load();
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private void WriteFolder(string name, Action<JsonNode> change)
    {
        var source = Path.Combine(TestPaths.Golden, "arch", "tinybert-random");
        var target = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var manifestFile = Path.Combine(target, "model.json");
        var manifest = JsonNode.Parse(File.ReadAllText(manifestFile))!;
        change(manifest);
        File.WriteAllText(manifestFile, manifest.ToJsonString());
    }

    /// <summary>Sets what a JSON pointer (RFC 6901) names.</summary>
    private static void Set(JsonNode manifest, string pointer, JsonNode? value)
    {
        var parts = pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var parent = parts[..^1].Aggregate(manifest, (node, part) => node is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!);
        parent[parts[^1]] = value;
    }
}
