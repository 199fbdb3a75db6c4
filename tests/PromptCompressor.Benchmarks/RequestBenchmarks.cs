using BenchmarkDotNet.Attributes;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;

namespace PromptCompressor.Benchmarks;

/// <summary>A whole request (count, segment, tokenize, infer, select, render) against bare inference over the same tokens.</summary>
[Config(typeof(LongJob))]
public class RequestBenchmarks
{
    private CompressionEngine _cold = null!;
    private CompressionEngine _warm = null!;
    private RawInference _raw = null!;
    private CompressionRequest _request = null!;

    [Params("xlmr-mini", "xlmr-mini-fast")]
    public string Model { get; set; } = "";

    /// <summary>Tokens of the target LLM.</summary>
    [Params(1_000, 10_000)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        var text = BenchText.Of(Tokens);
        _cold = BenchText.Engine(cacheBytes: 0);
        _warm = BenchText.Engine(cacheBytes: 64 << 20);
        _raw = new RawInference(Model, text);
        _request = BenchText.Request(text);
        await RunAsync(_warm);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _cold.Dispose();
        _warm.Dispose();
        _raw.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void RawSessionRun() => _raw.Run(_cold.Workers);

    [Benchmark]
    public Task<CompressionResult> Miss() => RunAsync(_cold);

    /// <summary>Some hundred at once: one takes less than the timer can tell.</summary>
    [Benchmark(OperationsPerInvoke = 100)]
    public async Task Hit()
    {
        for (var i = 0; i < 100; i++)
        {
            await RunAsync(_warm);
        }
    }

    private Task<CompressionResult> RunAsync(CompressionEngine engine) =>
        engine.CompressorOf(engine.Model(Model)).CompressAsync(_request, CancellationToken.None);
}
