using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Tells in the log, once the models are loaded, how much new prose this machine compresses within the time budget.</summary>
internal sealed partial class SidecarSpeed(IRewriteServices services, IOptions<ProxyOptions> options, ILogger<SidecarSpeed> logger) : BackgroundService
{
    /// <summary>Enough that all workers are at work.</summary>
    private const int Sentences = 60;

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
            // Once to compile, once to measure.
            await RunAsync(stoppingToken);
            var start = Stopwatch.GetTimestamp();
            var result = await RunAsync(stoppingToken);
            var perSecond = result.OriginTokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var budget = options.Value.TimeBudgetMilliseconds;
            LogSpeed(logger, (long)perSecond, (long)(perSecond * budget / 1000), budget);
        }
        catch (CompressionException)
        {
            // A queue that is full already says more than a figure would.
        }
    }

    private Task<CompressionResult> RunAsync(CancellationToken cancellation) => services.CompressorOf(isByContent: true).CompressAsync(
        new CompressionRequest { Contexts = [Prose()], Rate = 0.5, Counter = services.CounterOf("") }, cancellation);

    /// <summary>Other numbers at every start, so that no cache has it.</summary>
    private static string Prose() => string.Join(' ', Enumerable.Range(1, Sentences).Select(
        number => $"In week {number} the team compared delivery {RandomNumberGenerator.GetInt32(1_000_000)} with the order of the month before and found that the difference had become smaller."));

    [LoggerMessage(EventId = 2607, Level = LogLevel.Information, Message = "The sidecar compresses about {PerSecond} tokens of new prose a second here, {Tokens} within {Budget} ms (Proxy:TimeBudgetMilliseconds); what is cached, and structure, needs no model")]
    private static partial void LogSpeed(ILogger logger, long perSecond, long tokens, int budget);
}
