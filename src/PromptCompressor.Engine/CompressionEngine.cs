using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Telemetry;

namespace PromptCompressor.Engine;

/// <summary>The loaded models and a compressor for each. Singleton; usable once <see cref="Load"/> has returned.</summary>
public sealed class CompressionEngine(IOptions<EngineOptions> options, ISegmentCache cache, ILogger<CompressionEngine> logger) : IDisposable
{
    private const string WarmUpText = "The first run of a model allocates its memory, so it happens before the first request.";

    private volatile Loaded? _loaded;

    /// <summary>Models are in memory and each has run once.</summary>
    public bool IsReady => _loaded is not null;

    /// <summary>All models, by id; empty before <see cref="IsReady"/>.</summary>
    public IReadOnlyList<LoadedModel> Models => _loaded?.Models ?? [];

    /// <summary>All soft models; empty before <see cref="IsReady"/>.</summary>
    public IReadOnlyList<SoftModel> SoftModels => _loaded?.Registry.SoftModels ?? [];

    /// <summary>The soft model of requests that name none; null before <see cref="IsReady"/> or if there is none.</summary>
    public SoftModel? DefaultSoftModel => _loaded?.Soft;

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _loaded?.Registry.Provider == Inference.ExecutionProvider.Cuda ? "cuda" : "cpu";

    /// <summary>Segments that run at the same time.</summary>
    public int Workers => _loaded?.Workers.Count ?? 0;

    /// <summary>What the cache has saved each model; empty before <see cref="IsReady"/>.</summary>
    public IEnumerable<SegmentReuse> Reuse => _loaded is { } loaded
        ? loaded.Scores.Select(scores => scores.Reuse).Concat(loaded.Registry.SoftModels.Select(model => model.Reuse))
        : [];

    public string DefaultModel => options.Value.DefaultModel;

    /// <summary>Verifies the model folders, loads them and runs each model once.</summary>
    /// <exception cref="ModelLoadException">A model cannot be served; the message names the file and the setting.</exception>
    public void Load()
    {
        var settings = options.Value;
        var count = settings.Workers > 0 ? settings.Workers : Math.Max(1, Environment.ProcessorCount / settings.ThreadsPerWorker);
        var workers = new InferenceWorkers(count);
        var registry = ModelRegistry.Load(settings, workers, cache, logger);
        foreach (var model in registry.Models)
        {
            WarmUp(model);
        }

        var soft = Soft.SoftModels.Default(registry.SoftModels, settings.Soft);
        foreach (var model in registry.SoftModels)
        {
            model.WarmUp(WarmUpText);
        }

        var scores = registry.Models.ToDictionary(model => model.Id, model => new SegmentScores(model.Scorer, cache), StringComparer.Ordinal);
        var compressors = scores.ToDictionary(entry => entry.Key, IPromptCompressor (entry) => new MeasuredCompressor(new ExtractiveCompressor(entry.Value), entry.Key), StringComparer.Ordinal);
        _loaded = new Loaded(registry, workers, [.. registry.Models], soft, compressors, [.. scores.Values]);
    }

    /// <exception cref="CompressionException">The models are still loading.</exception>
    public void EnsureReady() => Ready();

    /// <summary>The model of a request.</summary>
    /// <param name="id">Null for the default.</param>
    /// <exception cref="CompressionException">No such model, or not ready yet.</exception>
    public LoadedModel Model(string? id) =>
        Ready().Registry.Find(id ?? DefaultModel) ?? throw new CompressionException(
            CompressionErrorKind.Invalid, $"There is no such model; there are: {string.Join(", ", Models.Select(model => model.Id))}.");

    /// <summary>The compressor that runs a model of this engine.</summary>
    /// <exception cref="CompressionException">Not ready yet.</exception>
    public IPromptCompressor CompressorOf(LoadedModel model) => Ready().Compressors[model.Id];

    public void Dispose()
    {
        _loaded?.Workers.Dispose();
        _loaded?.Registry.Dispose();
    }

    private Loaded Ready() => _loaded ?? throw new CompressionException(CompressionErrorKind.NotReady, "The models are still loading.");

    private static void WarmUp(LoadedModel model)
    {
        var text = SegmentedText.Of(WarmUpText);
        var segment = new SegmentText(text.Text, text.Segments[0], text.WordsOf(0));
        model.Scorer.ScoreAsync(segment, new StageTimings(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private sealed record Loaded(
        ModelRegistry Registry,
        InferenceWorkers Workers,
        IReadOnlyList<LoadedModel> Models,
        SoftModel? Soft,
        IReadOnlyDictionary<string, IPromptCompressor> Compressors,
        IReadOnlyList<SegmentScores> Scores);
}
