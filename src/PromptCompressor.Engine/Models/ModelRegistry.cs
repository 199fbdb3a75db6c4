using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PromptCompressor.Core.Caching;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Telemetry;

namespace PromptCompressor.Engine.Models;

/// <summary>All models in memory, ready to run. Built once at start.</summary>
internal sealed partial class ModelRegistry
{
    private readonly FrozenDictionary<string, LoadedModel> _models;

    private ModelRegistry(List<LoadedModel> models, List<SoftModel> softModels, ExecutionProvider provider)
    {
        SoftModels = softModels;
        _models = models.ToFrozenDictionary(model => model.Id, StringComparer.Ordinal);
        Provider = provider;
    }

    public ExecutionProvider Provider { get; }

    public IEnumerable<LoadedModel> Models => _models.Values.OrderBy(model => model.Id, StringComparer.Ordinal);

    /// <summary>In the order of their folders.</summary>
    public IReadOnlyList<SoftModel> SoftModels { get; }

    public LoadedModel? Find(string id) => _models.GetValueOrDefault(id);

    /// <exception cref="ModelLoadException">A folder is not right, or the default model is not there.</exception>
    public static ModelRegistry Load(
        ModelStore store,
        EngineOptions options,
        ExecutionProvider provider,
        InferenceWorkers workers,
        ISegmentCache cache,
        CompressionInstruments instruments,
        ILogger logger,
        CancellationToken cancellation)
    {
        var loader = new ModelLoader(store, provider, options, workers, cache);
        var models = new List<LoadedModel>();
        var softModels = new List<SoftModel>();
        var root = ModelsRoot.Find(options.ModelsPath);
        foreach (var path in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var task = ModelFolder.TaskOf(path);
            if (task == ModelFolder.ExtractiveTask)
            {
                models.AddRange(loader.Load(path));
            }
            else if (task == ModelFolder.SoftTask)
            {
                if (options.Soft.Enabled)
                {
                    softModels.Add(SoftModelLoader.Load(store, path, provider, options.ThreadsPerWorker, workers, cache, instruments));
                }
            }
            else if (task is not null)
            {
                var folder = Path.GetFileName(path);
                LogSkipped(logger, folder, task);
            }
        }

        if (models.Select(model => model.Id).Concat(softModels.Select(model => model.Id)).GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelLoadException($"Two models under {root} have the id '{twice.Key}'.");
        }

        var registry = new ModelRegistry(models, softModels, provider);
        return registry.Find(options.DefaultModel) is not null
            ? registry
            : throw new ModelLoadException($"Engine:DefaultModel is '{options.DefaultModel}', but {root} has only: {string.Join(", ", models.Select(model => model.Id))}.");
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Model folder {Folder} has the task {Task}, which this version does not serve")]
    private static partial void LogSkipped(ILogger logger, string folder, string task);
}
