using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>A BERT checkpoint is a model folder like any other.</summary>
public sealed class WordPieceModelTests(EngineFixture fixture) : IDisposable
{
    private const string Model = "tinybert-random";
    private const string Text = "The river gauge at Hollin Bridge read 3.42 m at 06:15, which is 18 cm above the warning level. Nobody had expected that.";

    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public async Task Start_FolderWithVocabulary_Compresses()
    {
        using var engine = EngineFixture.Start(Path.Combine(TestPaths.Golden, "arch"), Model);

        var result = await EngineFixture.CompressAsync(engine, fixture.Request(Text), Model);

        Assert.True(result.CompressedTokens < result.OriginTokens && result.CompressedTokens > 0);
    }

    [Fact]
    public async Task Start_FolderWithTokenizerJson_GivesTheSame()
    {
        var folder = Copy(tokenizer =>
        {
            tokenizer["file"] = "tokenizer.json";
            tokenizer.Remove("lower_case");
        });
        var vocabulary = new JsonObject(File.ReadLines(Path.Combine(folder, "vocab.txt")).Select((piece, id) => KeyValuePair.Create(piece, (JsonNode?)id)));
        WriteFile(folder, "tokenizer.json", new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["lowercase"] = true },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["model"] = new JsonObject { ["type"] = "WordPiece", ["unk_token"] = "[UNK]", ["continuing_subword_prefix"] = "##", ["vocab"] = vocabulary },
        }.ToJsonString());
        using var expected = EngineFixture.Start(Path.Combine(TestPaths.Golden, "arch"), Model);
        using var actual = EngineFixture.Start(_models, Model);

        Assert.Equal(
            (await EngineFixture.CompressAsync(expected, fixture.Request(Text), Model)).Joined,
            (await EngineFixture.CompressAsync(actual, fixture.Request(Text), Model)).Joined);
    }

    [Fact]
    public void Start_VocabularyWithoutLowerCase_StopsWithTheSetting()
    {
        Copy(tokenizer => tokenizer.Remove("lower_case"));

        AssertStops("tokenizer.lower_case is missing");
    }

    [Fact]
    public void Start_OtherSpecialIds_StopsNamingBoth()
    {
        Copy(tokenizer => tokenizer["cls"] = 5);

        AssertStops("tokenizer says");
    }

    [Fact]
    public void Start_UnknownKind_StopsNamingIt()
    {
        Copy(tokenizer => tokenizer["kind"] = "bpe");

        AssertStops("tokenizer.kind is 'bpe'");
    }

    private void AssertStops(string reason)
    {
        var e = Assert.Throws<ModelLoadException>(() => EngineFixture.Start(_models, Model));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    private string Copy(Action<JsonObject> changeTokenizer)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_models, Model)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(TestPaths.Golden, "arch", Model)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        ChangeManifest(folder, manifest => changeTokenizer(manifest["tokenizer"]!.AsObject()));
        return folder;
    }

    private static void WriteFile(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        ChangeManifest(folder, manifest => manifest["files"]![name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private static void ChangeManifest(string folder, Action<JsonObject> change)
    {
        var path = Path.Combine(folder, "model.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
