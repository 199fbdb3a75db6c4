using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Extractive;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Reference;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Models;

/// <summary>From a model folder to models that run.</summary>
internal sealed class ModelLoader(ModelStore store, ExecutionProvider provider, EngineOptions options, InferenceWorkers workers)
{
    /// <exception cref="ModelLoadException">The tokenizer or a graph is not supported.</exception>
    public IEnumerable<LoadedModel> Load(string path)
    {
        var folder = store.Get(path, () => ModelFolder.Open(path));
        var tokenizer = store.Get(path, () => TokenizerLoader.Load(folder));
        return folder.Manifest.Variants.Select(variant => Load(folder, variant, tokenizer));
    }

    private LoadedModel Load(ModelFolder folder, VariantManifest variant, IPieceTokenizer tokenizer)
    {
        var manifest = folder.Manifest;
        var graph = provider == ExecutionProvider.Cuda ? variant.Gpu ?? variant.Cpu : variant.Cpu;
        var referenceGraph = variant.Reference ?? variant.Gpu ?? variant.Cpu;
        var encoder = Encoder(folder, graph, BatchTokensOf(variant, graph));
        var referenceEncoder = graph == referenceGraph ? encoder : Encoder(folder, referenceGraph, BatchTokensOf(variant, referenceGraph));
        var identity = new ModelIdentity(variant.Id, folder.IdentityOf(graph));
        return new LoadedModel
        {
            Id = variant.Id,
            Sha256 = identity.Sha256,
            Revision = manifest.Revision,
            Licence = manifest.Licence,
            Graph = graph,
            MaxTokens = manifest.MaxTokens,
            Scorer = new ExtractiveScorer(identity, tokenizer, encoder.Value, workers),
            Reference = new ReferenceCompressor(
                new ReferenceTokenizer(tokenizer, FamilyOf(manifest.Tokenizer.Kind), manifest.Tokenizer.ForceTokenBase),
                new EncoderScorer(referenceEncoder, workers, manifest.MaxTokens)),
            ReferenceSha256 = folder.IdentityOf(referenceGraph),
        };
    }

    /// <summary>Only the graph that is made for it, where it pays.</summary>
    private int BatchTokensOf(VariantManifest variant, string graph) => provider == ExecutionProvider.Cuda && graph == variant.Gpu ? options.BatchTokens : 0;

    private static ITokenFamily FamilyOf(string kind) => kind == TokenizerLoader.WordPiece ? new BertFamily() : new XlmrFamily();

    private Lazy<OnnxEncoder> Encoder(ModelFolder folder, string graph, int batchTokens) => new(() => store.Get(
        $"{folder.FileOf(graph)} {provider} {options.ThreadsPerWorker} {batchTokens}",
        () => new OnnxEncoder(folder.FileOf(graph), folder.Manifest, provider, options.ThreadsPerWorker, batchTokens)));
}
