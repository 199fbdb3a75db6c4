using System.Diagnostics;
using System.Security.Cryptography;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Measures how fast this machine compresses prose that no cache has.</summary>
internal static class SpeedProbe
{
    /// <summary>Enough that all workers are at work.</summary>
    private const int Sentences = 60;

    /// <returns>Tokens a second, of the sidecar's model.</returns>
    /// <exception cref="CompressionException">The models are not loaded, or their queue is full.</exception>
    public static async Task<double> TokensPerSecondAsync(IRewriteServices services, CancellationToken cancellation)
    {
        // Once to compile, once to measure.
        await RunAsync(services, cancellation);
        var start = Stopwatch.GetTimestamp();
        var result = await RunAsync(services, cancellation);
        return result.OriginTokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<CompressionResult> RunAsync(IRewriteServices services, CancellationToken cancellation) => services.CompressorOf(isByContent: true).CompressAsync(
        new CompressionRequest { Contexts = [Prose()], Rate = 0.5, Counter = services.CounterOf("") }, cancellation);

    /// <summary>Other numbers at every call, so that no cache has it.</summary>
    private static string Prose() => string.Join(' ', Enumerable.Range(1, Sentences).Select(
        number => $"In week {number} the team compared delivery {RandomNumberGenerator.GetInt32(1_000_000)} with the order of the month before and found that the difference had become smaller."));
}
