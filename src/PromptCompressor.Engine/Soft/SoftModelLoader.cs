using PromptCompressor.Core.Caching;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Telemetry;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Soft;

/// <summary>From a folder to a soft model that runs.</summary>
internal static class SoftModelLoader
{
    private const string ByteLevelBpe = "byte-level-bpe";

    /// <exception cref="ModelLoadException">It cannot be served.</exception>
    public static SoftModel Load(
        SoftModelFolder folder, ExecutionProvider provider, int threads, InferenceWorkers workers, ISegmentCache cache, CompressionInstruments instruments)
    {
        var manifest = folder.Manifest;
        var file = folder.FileOf(ModelFolder.ManifestName);
        ModelFiles.Require(file, manifest.Tokenizer.Kind == ByteLevelBpe, $"tokenizer.kind is '{manifest.Tokenizer.Kind}'; a soft model's can be {ByteLevelBpe}");
        var tokenizer = Tokenizer(folder);
        foreach (var id in new[] { manifest.Tokenizer.Bos, manifest.Tokenizer.Pad })
        {
            ModelFiles.Require(file, tokenizer.SpecialTokens.Values.Contains(id), $"tokenizer.bos or pad is {id}, which is no special token of {manifest.Tokenizer.File}");
        }

        return new SoftModel(folder, tokenizer, new OnnxSegmentCompressor(folder.FileOf(manifest.Graph), manifest, provider, threads), workers, cache, instruments);
    }

    private static ByteLevelBpeTokenizer Tokenizer(SoftModelFolder folder)
    {
        try
        {
            return ByteLevelBpeTokenizerJson.Load(folder.FileOf(folder.Manifest.Tokenizer.File));
        }
        catch (TokenizerFormatException e)
        {
            throw new ModelLoadException(e.Message, e);
        }
    }
}
