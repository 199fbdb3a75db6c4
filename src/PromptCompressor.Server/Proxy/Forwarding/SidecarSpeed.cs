using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Tells in the log, once the models are loaded, how much new prose this machine compresses within the time budget.</summary>
internal sealed partial class SidecarSpeed(IRewriteServices services, IOptions<ProxyOptions> options, ILogger<SidecarSpeed> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        while (!services.IsReady)
        {
            await Task.Delay(Poll, stoppingToken);
        }

        try
        {
            var perSecond = await SpeedProbe.TokensPerSecondAsync(services, stoppingToken);
            var budget = options.Value.TimeBudgetMilliseconds;
            LogSpeed(logger, (long)perSecond, (long)(perSecond * budget / 1000), budget);
        }
        catch (CompressionException)
        {
            // A queue that is full already says more than a figure would.
        }
    }

    [LoggerMessage(EventId = 2607, Level = LogLevel.Information, Message = "The sidecar compresses about {PerSecond} tokens of new prose a second here, {Tokens} within {Budget} ms (Proxy:TimeBudgetMilliseconds); what is cached, and structure, needs no model")]
    private static partial void LogSpeed(ILogger logger, long perSecond, long tokens, int budget);
}
