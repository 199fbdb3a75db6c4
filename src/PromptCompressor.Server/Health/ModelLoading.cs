using System.Diagnostics;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Server.Health;

/// <summary>Loads the models while the service listens already, so that probes tell "starting" from "dead".</summary>
internal sealed partial class ModelLoading(CompressionEngine engine, IHostApplicationLifetime lifetime, ILogger<ModelLoading> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await Task.Run(engine.Load, stoppingToken);
            var time = Stopwatch.GetElapsedTime(start);
            LogReady(logger, engine.Models.Count, engine.ExecutionProvider, time);
        }
        catch (ModelLoadException e)
        {
            // The message says which file and which setting; a stack trace would bury it.
            LogCannotLoad(logger, e.Message);
            Stop();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(logger, e);
            Stop();
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
