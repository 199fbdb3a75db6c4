using System.Diagnostics;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>Requests that miss the cache, on CUDA with several sizes of a run and on the CPU beside it.</summary>
internal static class GpuSpeed
{
    private const int Rounds = 5;

    private static readonly string[] Models = ["xlmr-mini", "xlmr-mini-fast"];

    /// <param name="isDryRun">Small texts, and the CPU in place of CUDA: that the command works.</param>
    /// <param name="folder">Where <c>gpu.md</c> is written; null: it is only printed.</param>
    public static async Task RunAsync(bool isDryRun, string? folder)
    {
        var report = new MeasuredReport("On a GPU", isDryRun ? "gpu --dry-run" : "gpu --out tests/PromptCompressor.Benchmarks/Results");
        var (small, large) = isDryRun ? (100, 300) : (3_000, 100_000);
        report.Add($"Whole requests without HTTP and without a cache, half of the tokens kept; the fastest of {Rounds}. Tokens of a run: `Engine:BatchTokens`, as many as the card gets at once. Tokens/s are those of o200k_base.\n");
        report.Add($"| model | runs on | tokens of a run | {small} tokens, ms | {large} tokens, ms | tokens/s |");
        report.Add("|---|---|---|---|---|---|");
        foreach (var model in Models)
        {
            foreach (var batch in isDryRun ? new[] { 2_048 } : [2_048, 8_192, 16_384, 65_536])
            {
                await AddAsync(report, model, isDryRun ? "cpu" : "cuda", $"{batch}", new EngineOptions { BatchTokens = batch }, small, large);
            }

            await AddAsync(report, model, "cpu", "one segment", new EngineOptions(), small, large);
        }

        report.Write(folder, "gpu.md");
    }

    private static async Task AddAsync(MeasuredReport report, string model, string provider, string batch, EngineOptions options, int small, int large)
    {
        options.ModelsPath = TestPaths.Models;
        options.ExecutionProvider = provider;
        options.QueueSeconds = 3600;
        using var engine = Engines.Load(options, cacheBytes: 0);
        var (first, second) = (await FastestAsync(engine, model, small), await FastestAsync(engine, model, large));
        report.Add($"| {model} | {provider} | {batch} | {first.Milliseconds:f1} | {second.Milliseconds:f0} | {second.Tokens / second.Milliseconds * 1000:f0} |");
    }

    private static async Task<(double Milliseconds, int Tokens)> FastestAsync(CompressionEngine engine, string model, int tokens)
    {
        var request = BenchText.Request(BenchText.Of(tokens));
        var compressor = engine.CompressorOf(engine.Model(model));
        var fastest = double.MaxValue;
        var counted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            counted = (await compressor.CompressAsync(request, CancellationToken.None)).OriginTokens;
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (fastest, counted);
    }
}
