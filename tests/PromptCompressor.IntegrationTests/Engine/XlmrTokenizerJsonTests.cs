using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Google.Protobuf;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>XLM-R's checkpoints come with <c>tokenizer.json</c>: a folder that has it gives what one with the SentencePiece model gives.</summary>
public sealed class XlmrTokenizerJsonTests(EngineFixture fixture) : IDisposable
{
    private const string Model = "xlmr-mini";
    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public async Task Start_FolderWithTokenizerJson_GivesTheSame()
    {
        var source = ModelFolder.Open(Path.Combine(TestPaths.Models, Model));
        WriteFolder(source);
        var expected = TokenizerLoader.Load(source);
        var actual = TokenizerLoader.Load(ModelFolder.Open(Path.Combine(_models, Model)));
        var all = new[] { "prose", "markdown", "code", "logs", "chinese" }.SelectMany(kind => SampleTexts.Paragraphs(kind, 20)).Append("<s> ½ ﬁn \u0000 e\u0301 会议").ToArray();
        foreach (var text in all)
        {
            Assert.Equal(Encode(expected, text), Encode(actual, text));
        }

        using var engine = EngineFixture.Start(_models, Model);
        var request = fixture.Request(string.Join("\n\n", all.Take(3)));
        Assert.Equal((await fixture.CompressAsync(request, Model)).Joined, (await EngineFixture.CompressAsync(engine, request, Model)).Joined);
    }

    private static string Encode(IPieceTokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        var offsets = new List<TextSpan>();
        tokenizer.Encode(text, ids, offsets);
        return string.Join(' ', ids.Zip(offsets, (id, span) => $"{id}@{span.Start}-{span.End}"));
    }

    private void WriteFolder(ModelFolder source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_models, Model)).FullName;
        var manifest = JsonNode.Parse(File.ReadAllText(source.FileOf(ModelFolder.ManifestName)))!;
        var sentencePiece = source.Manifest.Tokenizer.File;
        foreach (var file in source.Manifest.Files.Keys.Where(file => file != sentencePiece))
        {
            File.CreateSymbolicLink(Path.Combine(folder, file), source.FileOf(file));
        }

        var json = TokenizerJsonOf(source.FileOf(sentencePiece)).ToJsonString();
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json);
        manifest["tokenizer"]!["file"] = "tokenizer.json";
        manifest["files"]!.AsObject().Remove(sentencePiece);
        manifest["files"]!["tokenizer.json"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "tokenizer.json"))));
        File.WriteAllText(Path.Combine(folder, ModelFolder.ManifestName), manifest.ToJsonString());
    }

    /// <summary>As Hugging Face's converter writes it: four special tokens, the pieces behind the file's own three, and the mask.</summary>
    private static JsonObject TokenizerJsonOf(string sentencePiece)
    {
        var (pieces, charsMap) = Read(sentencePiece);
        string[] special = ["<s>", "<pad>", "</s>", "<unk>"];
        var vocabulary = new JsonArray([.. special.Select(token => new JsonArray(token, 0.0))]);
        foreach (var (piece, score) in pieces.Skip(3))
        {
            vocabulary.Add(new JsonArray(piece, (double)score));
        }

        vocabulary.Add(new JsonArray("<mask>", 0.0));
        var added = special.Append("<mask>").Select((token, i) => new JsonObject { ["id"] = i < 4 ? i : vocabulary.Count - 1, ["content"] = token, ["special"] = true });
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray([.. added]),
            ["normalizer"] = new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String(charsMap) },
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "WhitespaceSplit" },
                    new JsonObject { ["type"] = "Metaspace", ["replacement"] = "\u2581", ["prepend_scheme"] = "always", ["split"] = true }),
            },
            ["model"] = new JsonObject { ["type"] = "Unigram", ["unk_id"] = 3, ["vocab"] = vocabulary },
        };
    }

    private static (List<(string Piece, float Score)> Pieces, byte[] CharsMap) Read(string path)
    {
        var pieces = new List<(string, float)>();
        byte[] charsMap = [];
        var input = new CodedInputStream(File.ReadAllBytes(path));
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    var fields = FieldsOf(input.ReadBytes());
                    pieces.Add((((ByteString)fields[1]).ToStringUtf8(), (float)fields[2]));
                    break;
                case 3:
                    charsMap = ((ByteString)FieldsOf(input.ReadBytes())[2]).ToByteArray();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (pieces, charsMap);
    }

    private static Dictionary<int, object> FieldsOf(ByteString message)
    {
        var fields = new Dictionary<int, object>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag && tag != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                fields[number] = input.ReadBytes();
            }
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Fixed32)
            {
                fields[number] = input.ReadFloat();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return fields;
    }
}
