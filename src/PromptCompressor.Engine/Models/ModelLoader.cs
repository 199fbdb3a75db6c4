using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Extractive;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Models;

/// <summary>From a model folder to models that run.</summary>
internal sealed class ModelLoader(ModelStore store, ExecutionProvider provider, EngineOptions options, InferenceWorkers workers, ISegmentCache cache)
{
    /// <summary>Low, since in another language than the question's even what answers it may come no nearer than 0.2.</summary>
    private const double DefaultLeastCosine = 0.15;

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
        var relevance = options.SentenceVectors ? variant.Relevance : null;
        var encoder = Encoder(folder, graph, BatchTokensOf(variant, graph), relevance);
        var referenceEncoder = graph == referenceGraph ? encoder : Encoder(folder, referenceGraph, BatchTokensOf(variant, referenceGraph), relevance: null);
        var identity = new ModelIdentity(variant.Id, folder.IdentityOf(variant, graph));
        var reader = new TokenReader(tokenizer, encoder.Value, workers);
        var scorer = new ExtractiveScorer(identity, reader, relevance?.Dimension ?? 0);
        var tokenGraph = TokenGraphOf(manifest, new ModelIdentity(variant.Id, folder.IdentityOf(variant, referenceGraph)), tokenizer, referenceEncoder);
        return new LoadedModel(tokenGraph)
        {
            Id = variant.Id,
            Sha256 = identity.Sha256,
            Revision = manifest.Revision,
            Licence = manifest.Licence,
            Graph = graph,
            MaxTokens = manifest.MaxTokens,
            Scorer = scorer,
            Scores = new CachedSegments<SegmentText, SegmentScores>(scorer, cache),
            Questions = relevance is null ? null : QuestionsOf(identity, reader, relevance),
        };
    }

    private CachedQuestions QuestionsOf(ModelIdentity identity, TokenReader reader, RelevanceManifest relevance) => new(
        new CachedSegments<string, QuestionVector>(new QuestionReader(identity, reader, [.. relevance.QuestionShift]), cache), relevance.Weight ?? 1, relevance.LeastCosine ?? DefaultLeastCosine);

    private TokenGraph TokenGraphOf(ModelManifest manifest, ModelIdentity identity, IPieceTokenizer tokenizer, Lazy<OnnxEncoder> encoder) => new()
    {
        Identity = identity,
        Tokenizer = tokenizer,
        TokenizerKind = manifest.Tokenizer.Kind,
        ForceTokenBase = manifest.Tokenizer.ForceTokenBase,
        Encoder = encoder,
        MaxTokens = manifest.MaxTokens,
        Workers = workers,
    };

    /// <summary>Only the graph that is made for it, where it pays.</summary>
    private int BatchTokensOf(VariantManifest variant, string graph) => provider == ExecutionProvider.Cuda && graph == variant.Gpu ? options.BatchTokens : 0;

    private Lazy<OnnxEncoder> Encoder(ModelFolder folder, string graph, int batchTokens, RelevanceManifest? relevance) => new(() => store.Get(
        $"{folder.FileOf(graph)} {provider} {options.ThreadsPerWorker} {batchTokens} {relevance?.Output}",
        () => new OnnxEncoder(folder.FileOf(graph), folder.Manifest, provider, options.ThreadsPerWorker, batchTokens, relevance)));
}
