using PromptCompressor.Core.Caching;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Telemetry;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Bpe;

namespace PromptCompressor.Engine.Soft;

/// <summary>From a folder to a soft model that runs.</summary>
internal static class SoftModelLoader
{
    private const string ByteLevelBpe = "byte-level-bpe";

    /// <exception cref="ModelLoadException">It cannot be served.</exception>
    public static SoftModel Load(
        ModelStore store, string path, ExecutionProvider provider, int threads, InferenceWorkers workers, ISegmentCache cache, CompressionInstruments instruments)
    {
        var folder = store.Get(path, () => SoftModelFolder.Open(path));
        var manifest = folder.Manifest;
        var file = folder.FileOf(ModelFolder.ManifestName);
        ModelFiles.Require(file, manifest.Tokenizer.Kind == ByteLevelBpe, $"tokenizer.kind is '{manifest.Tokenizer.Kind}'; a soft model's can be {ByteLevelBpe}");
        var tokenizer = store.Get(path, () => Tokenizer(folder));
        foreach (var id in new[] { manifest.Tokenizer.Bos, manifest.Tokenizer.Pad })
        {
            ModelFiles.Require(file, tokenizer.SpecialTokens.Values.Contains(id), $"tokenizer.bos or pad is {id}, which is no special token of {manifest.Tokenizer.File}");
        }

        var graph = folder.FileOf(manifest.Graph);
        var compressor = store.Get($"{graph} {provider} {threads}", () => new OnnxSegmentCompressor(graph, manifest, provider, threads));
        var table = manifest.TokenEmbeddings is { } tensors ? store.Get(graph, () => new TokenEmbeddings(graph, tensors, manifest.GeneratorHiddenSize)) : null;
        return new SoftModel(folder, tokenizer, compressor, table, workers, cache, instruments);
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
