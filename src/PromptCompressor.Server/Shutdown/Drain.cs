using Microsoft.Extensions.Options;
using PromptCompressor.Engine;

namespace PromptCompressor.Server.Shutdown;

/// <summary>Holds what is left to its time once the listener has closed.</summary>
internal sealed partial class Drain(
    IHostApplicationLifetime application, Departure departure, CompressionEngine engine, IOptions<ShutdownOptions> options, ILogger<Drain> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = application.ApplicationStopping.Register(() => _ = RunAsync());
        return Task.CompletedTask;
    }

    /// <summary>Called when the server has answered all, or has cut off the rest.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _ended.CancelAsync();

    public void Dispose()
    {
        _stopping.Dispose();
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        departure.Announce();
        engine.Close();
        try
        {
            var (work, stream) = (TimeSpan.FromSeconds(options.Value.WorkSeconds), TimeSpan.FromSeconds(options.Value.StreamSeconds));
            await Task.Delay(work, _ended.Token);
            engine.Stop();
            await Task.Delay(stream > work ? stream - work : TimeSpan.Zero, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (departure.UnderWay is var left and > 0)
        {
            Environment.ExitCode = 1;
            LogCut(logger, left);
        }
    }

    [LoggerMessage(EventId = 2802, Level = LogLevel.Error, Message = "{Requests} requests were not answered in time and are cut off (Shutdown:StreamSeconds)")]
    private static partial void LogCut(ILogger logger, int requests);
}
