using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Extractive;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Models;

/// <summary>All models in memory, ready to run. Built once at start.</summary>
internal sealed partial class ModelRegistry : IDisposable
{
    private readonly FrozenDictionary<string, LoadedModel> _models;
    private readonly List<OnnxEncoder> _encoders;

    private ModelRegistry(List<LoadedModel> models, List<OnnxEncoder> encoders, ExecutionProvider provider)
    {
        _models = models.ToFrozenDictionary(model => model.Id, StringComparer.Ordinal);
        _encoders = encoders;
        Provider = provider;
    }

    public ExecutionProvider Provider { get; }

    public IEnumerable<LoadedModel> Models => _models.Values.OrderBy(model => model.Id, StringComparer.Ordinal);

    public LoadedModel? Find(string id) => _models.GetValueOrDefault(id);

    /// <exception cref="ModelLoadException">A folder is not right, or the default model is not there.</exception>
    public static ModelRegistry Load(EngineOptions options, InferenceWorkers workers, ILogger logger)
    {
        var root = ModelsRoot.Find(options.ModelsPath);
        var provider = ExecutionProviders.Choose(options.ExecutionProvider, logger);
        var models = new List<LoadedModel>();
        var encoders = new List<OnnxEncoder>();
        foreach (var path in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            var task = ModelFolder.TaskOf(path);
            if (task == ModelFolder.ExtractiveTask)
            {
                LoadFolder(ModelFolder.Open(path), options, provider, workers, models, encoders);
            }
            else if (task is not null)
            {
                var folder = Path.GetFileName(path);
                LogSkipped(logger, folder, task);
            }
        }

        if (models.GroupBy(model => model.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelLoadException($"Two variants under {root} have the id '{twice.Key}'.");
        }

        var registry = new ModelRegistry(models, encoders, provider);
        return registry.Find(options.DefaultModel) is not null
            ? registry
            : throw new ModelLoadException($"Engine:DefaultModel is '{options.DefaultModel}', but {root} has only: {string.Join(", ", models.Select(model => model.Id))}.");
    }

    public void Dispose() => _encoders.ForEach(encoder => encoder.Dispose());

    private static void LoadFolder(
        ModelFolder folder, EngineOptions options, ExecutionProvider provider, InferenceWorkers workers, List<LoadedModel> models, List<OnnxEncoder> encoders)
    {
        var manifest = folder.Manifest;
        var tokenizer = TokenizerLoader.Load(folder);
        foreach (var variant in manifest.Variants)
        {
            var graph = provider == ExecutionProvider.Cuda ? variant.Gpu ?? variant.Cpu : variant.Cpu;
            var encoder = new OnnxEncoder(folder.FileOf(graph), manifest, provider, options.ThreadsPerWorker);
            encoders.Add(encoder);
            var identity = new ModelIdentity(variant.Id, folder.IdentityOf(graph));
            models.Add(new LoadedModel
            {
                Id = variant.Id,
                Sha256 = identity.Sha256,
                Revision = manifest.Revision,
                Licence = manifest.Licence,
                Graph = graph,
                MaxTokens = manifest.MaxTokens,
                Scorer = new ExtractiveScorer(identity, tokenizer, encoder, workers),
            });
        }
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Model folder {Folder} has the task {Task}, which this version does not serve")]
    private static partial void LogSkipped(ILogger logger, string folder, string task);
}
