using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Compressors;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Telemetry;

namespace PromptCompressor.Engine;

/// <summary>The loaded models and their compressors. Singleton; usable once <see cref="Load"/> has returned.</summary>
/// <param name="options">Which models, and how they run.</param>
/// <param name="store">Reads the model folders, once for all engines that share it.</param>
/// <param name="cache">Holds what models made of segments.</param>
/// <param name="logger">Logs models that are not served.</param>
/// <param name="factories">The kinds of compressor; null for those that come with this program.</param>
/// <param name="meters">Null where no host collects metrics.</param>
public sealed class CompressionEngine(
    IOptions<EngineOptions> options,
    ModelStore store,
    ISegmentCache cache,
    ILogger<CompressionEngine> logger,
    IEnumerable<ICompressorFactory>? factories = null,
    IMeterFactory? meters = null) : IDisposable
{
    private const string WarmUpText = "The first run of a model allocates its memory, so it happens before the first request.";

    private volatile Loaded? _loaded;
    private volatile bool _isClosed;

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

    /// <summary>Model runs at the same time.</summary>
    public int Workers => _loaded?.Workers.Count ?? 0;

    /// <summary>Encoder tokens that wait for the model or run.</summary>
    public long QueuedTokens => _loaded?.Workers.Queue.Tokens ?? 0;

    /// <summary>How long that takes at the measured speed.</summary>
    public TimeSpan Backlog => _loaded?.Workers.Queue.Backlog ?? TimeSpan.Zero;

    /// <summary>What the cache has saved each model; empty before <see cref="IsReady"/>.</summary>
    public IEnumerable<CacheSavings> Reuse => _loaded is { } loaded
        ? loaded.Models.Select(model => model.Scores.Reuse).Concat(loaded.Registry.SoftModels.Select(model => model.Reuse))
        : [];

    /// <summary>The kinds of compressor, by name; empty before <see cref="IsReady"/>.</summary>
    public IReadOnlyList<string> Compressors => _loaded?.Compressors.Names ?? [];

    public string DefaultModel => options.Value.DefaultModel;

    /// <summary>Verifies the model folders, loads them and runs each model once.</summary>
    /// <param name="cancellation">Ends the loading, after the model that is being read.</param>
    /// <exception cref="ModelLoadException">A model cannot be served; the message names the file and the setting.</exception>
    public void Load(CancellationToken cancellation = default)
    {
        var settings = options.Value;
        var provider = ExecutionProviders.Choose(settings.ExecutionProvider, logger);
        var workers = new InferenceWorkers(WorkersOf(settings, provider), TimeSpan.FromSeconds(settings.QueueSeconds));
        var instruments = new CompressionInstruments(meters);
        try
        {
            var registry = ModelRegistry.Load(store, settings, provider, workers, cache, instruments, logger, cancellation);
            foreach (var model in registry.Models)
            {
                cancellation.ThrowIfCancellationRequested();
                WarmUp(model);
            }

            var soft = Soft.SoftModels.Default(registry.SoftModels, settings.Soft);
            foreach (var model in registry.SoftModels)
            {
                cancellation.ThrowIfCancellationRequested();
                model.WarmUp(WarmUpText);
            }

            IReadOnlyList<LoadedModel> models = [.. registry.Models];
            var compressors = new CompressorRegistry(factories ?? CompressorRegistry.BuiltIn, models, instruments);
            _loaded = new Loaded(registry, workers, models, soft, compressors);
        }
        catch
        {
            workers.Dispose();
            throw;
        }
    }

    /// <summary>Takes no more requests; those that have begun go on.</summary>
    public void Close()
    {
        _isClosed = true;
        _loaded?.Workers.Queue.Close();
    }

    /// <summary>Refuses also what waits for a model, since there is no time for it any more. What runs is finished.</summary>
    public void Stop()
    {
        Close();
        _loaded?.Workers.Queue.Stop();
    }

    /// <summary>Whether a new request is welcome.</summary>
    /// <exception cref="CompressionException">The models are still loading, or the service is stopping.</exception>
    public void EnsureReady()
    {
        Ready();
        if (_isClosed)
        {
            throw new CompressionException(CompressionErrorKind.NotReady, "The service is stopping.");
        }
    }

    /// <summary>The model of a request.</summary>
    /// <param name="id">Null for the default.</param>
    /// <exception cref="CompressionException">No such model, or not ready yet.</exception>
    public LoadedModel Model(string? id) =>
        Ready().Registry.Find(id ?? DefaultModel) ?? throw new CompressionException(
            CompressionErrorKind.Invalid, $"There is no such model; there are: {string.Join(", ", Models.Select(model => model.Id))}.");

    /// <summary>The compressor of a kind that runs a model of this engine.</summary>
    /// <exception cref="CompressionException">No such kind, or not ready yet.</exception>
    public IPromptCompressor CompressorOf(LoadedModel model, string name = CompressorNames.Extractive) =>
        Ready().Compressors.Find(name, model.Id) ?? throw new CompressionException(
            CompressionErrorKind.Invalid, $"There is no such compressor; there are: {string.Join(", ", Compressors)}.");

    public void Dispose() => _loaded?.Workers.Dispose();

    private Loaded Ready() => _loaded ?? throw new CompressionException(CompressionErrorKind.NotReady, "The models are still loading.");

    private static int WorkersOf(EngineOptions settings, ExecutionProvider provider) => settings switch
    {
        { Workers: > 0 } => settings.Workers,

        // One runs while the other prepares: more would only make batches smaller.
        _ when provider == Inference.ExecutionProvider.Cuda => 2,
        _ => Math.Max(1, Environment.ProcessorCount / settings.ThreadsPerWorker),
    };

    private static void WarmUp(LoadedModel model)
    {
        var text = SegmentedText.Of(WarmUpText);
        var segment = new SegmentText(text.Text, text.Segments[0], text.WordsOf(0));
        using var reserved = model.Scorer.Reserve([segment], new AdmissionTicket(Tenant.Default), new StageTimings());
        reserved.ComputeAsync(0, 1, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private sealed record Loaded(
        ModelRegistry Registry, InferenceWorkers Workers, IReadOnlyList<LoadedModel> Models, SoftModel? Soft, CompressorRegistry Compressors);
}
