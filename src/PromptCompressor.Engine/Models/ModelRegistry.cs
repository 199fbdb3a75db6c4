using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Models;

/// <summary>All models in memory, ready to run. Built once at start.</summary>
internal sealed partial class ModelRegistry : IDisposable
{
    private readonly FrozenDictionary<string, LoadedModel> _models;
    private readonly ModelLoader _loader;

    private ModelRegistry(List<LoadedModel> models, ModelLoader loader, ExecutionProvider provider)
    {
        _models = models.ToFrozenDictionary(model => model.Id, StringComparer.Ordinal);
        _loader = loader;
        Provider = provider;
    }

    public ExecutionProvider Provider { get; }

    public IEnumerable<LoadedModel> Models => _models.Values.OrderBy(model => model.Id, StringComparer.Ordinal);

    public LoadedModel? Find(string id) => _models.GetValueOrDefault(id);

    /// <exception cref="ModelLoadException">A folder is not right, or the default model is not there.</exception>
    public static ModelRegistry Load(EngineOptions options, ExecutionProvider provider, InferenceWorkers workers, ILogger logger)
    {
        var root = ModelsRoot.Find(options.ModelsPath);
        var loader = new ModelLoader(provider, options, workers);
        try
        {
            return Load(options, root, loader, provider, logger);
        }
        catch
        {
            loader.Dispose();
            throw;
        }
    }

    public void Dispose() => _loader.Dispose();

    private static ModelRegistry Load(EngineOptions options, string root, ModelLoader loader, ExecutionProvider provider, ILogger logger)
    {
        var models = new List<LoadedModel>();
        foreach (var path in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            var task = ModelFolder.TaskOf(path);
            if (task == ModelFolder.ExtractiveTask)
            {
                models.AddRange(loader.Load(ModelFolder.Open(path)));
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

        var registry = new ModelRegistry(models, loader, provider);
        return registry.Find(options.DefaultModel) is not null
            ? registry
            : throw new ModelLoadException($"Engine:DefaultModel is '{options.DefaultModel}', but {root} has only: {string.Join(", ", models.Select(model => model.Id))}.");
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Model folder {Folder} has the task {Task}, which this version does not serve")]
    private static partial void LogSkipped(ILogger logger, string folder, string task);
}
