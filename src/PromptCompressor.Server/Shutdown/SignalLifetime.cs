using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine;

namespace PromptCompressor.Server.Shutdown;

/// <summary>
/// Stops the host on a signal, in place of ASP.NET's own way, which closes the listener at once: for as long as balancers send requests here they are answered. A second
/// signal ends the process.
/// </summary>
internal sealed partial class SignalLifetime(
    IHostApplicationLifetime application, Departure departure, IServiceProvider services, IOptions<ShutdownOptions> options, ILogger<SignalLifetime> logger) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        PosixSignal[] all = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];
        _signals.AddRange(all.Select(signal => PosixSignalRegistration.Create(signal, Handle)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _received) > 1)
        {
            return;
        }

        context.Cancel = true;

        // Asked for now: the engine is made from settings that are checked after this is made.
        var isReady = services.GetRequiredService<CompressionEngine>().IsReady;
        _ = AnnounceAndStopAsync(context.Signal == PosixSignal.SIGTERM && isReady ? TimeSpan.FromSeconds(options.Value.DelaySeconds) : TimeSpan.Zero);
    }

    private async Task AnnounceAndStopAsync(TimeSpan delay)
    {
        departure.Announce();
        LogSignal(logger, departure.UnderWay, delay.TotalSeconds);
        await Task.Delay(delay);
        application.StopApplication();
    }

    [LoggerMessage(EventId = 2801, Level = LogLevel.Information, Message = "Asked to stop with {Requests} requests under way; takes no more after {Seconds} s (Shutdown:DelaySeconds)")]
    private static partial void LogSignal(ILogger logger, int requests, double seconds);
}
