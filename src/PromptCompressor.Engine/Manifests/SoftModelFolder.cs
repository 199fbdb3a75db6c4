using System.Security.Cryptography;
using System.Text;

namespace PromptCompressor.Engine.Manifests;

/// <summary>A verified folder of a soft model.</summary>
internal sealed class SoftModelFolder
{
    private SoftModelFolder(string path, SoftModelManifest manifest) => (Path, Manifest) = (path, manifest);

    public string Path { get; }

    public SoftModelManifest Manifest { get; }

    /// <summary>A hash over what decides the embeddings of a text: graph and tokenizer.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Manifest.Files[Manifest.Graph]}\n{Manifest.Files[Manifest.Tokenizer.File]}")));

    /// <exception cref="ModelLoadException">A field is wrong, a file is missing or its hash differs.</exception>
    public static SoftModelFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, ModelFolder.ManifestName);
        var manifest = ModelFiles.ReadManifest(file, ModelJsonContext.Default.SoftModelManifest);
        Check(file, manifest);
        ModelFiles.Verify(path, manifest.Files);
        return new SoftModelFolder(path, manifest);
    }

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    private static void Check(string file, SoftModelManifest manifest)
    {
        Require(manifest.Format == ModelManifest.SupportedFormat, $"format is {manifest.Format}, this version reads {ModelManifest.SupportedFormat}");
        Require(manifest.GeneratorHiddenSize is > 0 and <= 65_536, $"generator_hidden_size is {manifest.GeneratorHiddenSize}, and must be from 1 to 65536");
        Require(manifest.SegmentTokens is > 0 and <= 4096, $"segment_tokens is {manifest.SegmentTokens}, and must be from 1 to 4096");
        Require(manifest.Rate > 0 && manifest.SegmentTokens % manifest.Rate == 0, $"rate is {manifest.Rate}, and must divide segment_tokens, which is {manifest.SegmentTokens}");
        Require(manifest.TokenEmbeddings is null or { Factor: > 0 }, $"token_embeddings.factor is {manifest.TokenEmbeddings?.Factor}, and must be positive");
        ModelFiles.CheckNames(file, manifest.Files, [manifest.Graph, manifest.Tokenizer.File]);

        void Require(bool holds, string otherwise) => ModelFiles.Require(file, holds, otherwise);
    }
}
