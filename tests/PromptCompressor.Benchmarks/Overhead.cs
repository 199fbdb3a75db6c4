using System.Diagnostics;
using System.Globalization;

namespace PromptCompressor.Benchmarks;

/// <summary>
/// What the service adds to bare inference. Baseline and request take turns, so that a machine that is busy with other things slows
/// both; the fastest round of each counts.
/// </summary>
internal static class Overhead
{
    private const int LeastRounds = 7;
    private const int TokensOfAllRounds = 40_000;
    private const int HitsPerRound = 50;

    public static async Task PrintAsync()
    {
        Console.WriteLine("| model | tokens | encoder tokens | raw session.Run, ms | miss, ms | miss / raw | miss without vectors, ms | vectors cost | hit, ms | miss / hit | encoder tokens/s | allocated a miss, KB | a hit, KB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var model in new[] { "xlmr-mini", "xlmr-mini-fast" })
        {
            foreach (var tokens in new[] { 1_000, 10_000 })
            {
                Console.WriteLine(await MeasureAsync(model, tokens));
            }
        }
    }

    private static async Task<string> MeasureAsync(string model, int tokens)
    {
        var text = BenchText.Of(tokens);
        var request = BenchText.Request(text);
        using var cold = BenchText.Engine(cacheBytes: 0);
        using var scoresAlone = BenchText.Engine(cacheBytes: 0, sentenceVectors: false);
        using var warm = BenchText.Engine(cacheBytes: 64 << 20);
        using var raw = new RawInference(model, text);
        var miss = cold.CompressorOf(cold.Model(model));
        var plain = scoresAlone.CompressorOf(scoresAlone.Model(model));
        var hit = warm.CompressorOf(warm.Model(model));
        await hit.CompressAsync(request, CancellationToken.None);

        var (rawTime, missTime, plainTime, hitTime) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        long missBytes = 0, hitBytes = 0;
        // Short requests are over so soon that whatever else the machine does shows in each.
        for (var round = 0; round < Math.Max(LeastRounds, TokensOfAllRounds / tokens); round++)
        {
            Console.Error.Write('.');
            rawTime = Math.Min(rawTime, (await TimeAsync(() => Task.Run(() => raw.Run(cold.Workers)))).Milliseconds);
            (var time, missBytes) = await TimeAsync(() => miss.CompressAsync(request, CancellationToken.None));
            missTime = Math.Min(missTime, time);
            plainTime = Math.Min(plainTime, (await TimeAsync(() => plain.CompressAsync(request, CancellationToken.None))).Milliseconds);
            (time, hitBytes) = await TimeAsync(async () =>
            {
                for (var i = 0; i < HitsPerRound; i++)
                {
                    await hit.CompressAsync(request, CancellationToken.None);
                }
            });
            hitTime = Math.Min(hitTime, time / HitsPerRound);
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"| {model} | {BenchText.Counter.Count(text)} | {raw.Tokens} | {rawTime:f0} | {missTime:f0} | {missTime / rawTime:f3} | {plainTime:f0} | {(missTime / plainTime) - 1:p1} | {hitTime:f2} | {missTime / hitTime:f0} | {raw.Tokens / missTime * 1000:f0} | {missBytes / 1024} | {hitBytes / HitsPerRound / 1024} |");
    }

    private static async Task<(double Milliseconds, long Bytes)> TimeAsync(Func<Task> action)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        await action();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
