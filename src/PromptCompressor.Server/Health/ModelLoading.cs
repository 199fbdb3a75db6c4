using System.Diagnostics;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Health;

/// <summary>Loads the models while the service listens already, so that probes tell "starting" from "dead".</summary>
internal sealed partial class ModelLoading(
    CompressionEngine engine, IServiceProvider services, IHostApplicationLifetime lifetime, ILogger<ModelLoading> logger) : BackgroundService
{
    private const long WorthACollection = 128 << 20; // Bytes.

    /// <summary>Prose, a log and JSON, each large enough that something is left out of it.</summary>
    private static readonly CompressRequest WarmUp = new()
    {
        Context =
        [
            $"""
            The first request of a process is slow, since its code is compiled only then, so the service sends one to itself as soon as its models are loaded.
            Words are chosen in these two sentences; of the log and of the records below, whole lines and rows are left out, which other code does, and that has to be compiled as well.

            {string.Concat(Enumerable.Range(10, 20).Select(second => $"2026-01-01T10:00:{second}Z INFO  worker-{second % 3} request {second} was answered in {second * 7} ms\n"))}
            [{string.Join(", ", Enumerable.Range(1, 12).Select(id => $$"""{"id": {{id}}, "name": "item {{id}}", "state": "ready"}"""))}]
            """,
        ],
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // This service is told to stop only when the server has answered all requests.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var allocated = GC.GetTotalAllocatedBytes();
            await Task.Run(() => LoadAsync(stopping.Token), CancellationToken.None);
            if (GC.GetTotalAllocatedBytes() - allocated > WorthACollection)
            {
                // Files of models and vocabularies are read as a whole and taken apart; no later collection is in a hurry to give that memory back.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            var time = Stopwatch.GetElapsedTime(start);
            LogReady(logger, engine.Models.Count, engine.ExecutionProvider, time);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Half of a start is no failure.
        }
        catch (ModelLoadException e)
        {
            // The message says which file and which setting; a stack trace would bury it.
            LogCannotLoad(logger, e.Message);
            Stop();
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
            Stop();
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        // Counters load vocabularies when they are made: beside the models, and not in the constructor.
        var counters = Task.Run(services.GetRequiredService<ITokenCounters>, cancellation);
        engine.Load(cancellation);
        await counters;
        try
        {
            await services.GetRequiredService<CompressService>().CompressAsync(WarmUp, new FieldErrors(), new CompressScope { KeepsOriginals = false }, cancellation);
        }
        catch (CompressionException e) when (e.Kind != CompressionErrorKind.Model)
        {
            // Limits:OriginTokens allows no text as long as this one, so there is no such request to prepare for; or the queue is full, or closed since the service stops.
        }
    }

    private void Stop()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Ready with {Models} models on {Provider} after {Time}")]
    private static partial void LogReady(ILogger logger, int models, string provider, TimeSpan time);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Critical, Message = "The models cannot be served: {Reason}")]
    private static partial void LogCannotLoad(ILogger logger, string reason);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Critical, Message = "The models cannot be loaded")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
