using BenchmarkDotNet.Attributes;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>One sequence on one thread, as a worker of the service runs it.</summary>
[Config(typeof(ShortJob))]
public class InferenceBenchmarks
{
    private OnnxEncoder _encoder = null!;
    private int[] _sequence = [];

    [Params("xlmr-mini", "xlmr-mini-fast")]
    public string Model { get; set; } = "";

    /// <summary>Encoder tokens, special ones included.</summary>
    [Params(64, 128, 256, 512)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));
        var tokenizer = TokenizerLoader.Load(folder);
        var ids = new List<int>();
        tokenizer.Encode(BenchText.Of(Tokens), ids, []);
        _sequence = [tokenizer.SpecialIds.Cls, .. ids.Take(Tokens - 2), tokenizer.SpecialIds.Sep];
        _encoder = new OnnxEncoder(folder.FileOf(folder.Manifest.Variants.Single(v => v.Id == Model).Cpu), folder.Manifest, ExecutionProvider.Cpu, threads: 1);
    }

    [GlobalCleanup]
    public void Cleanup() => _encoder.Dispose();

    [Benchmark]
    public float[][] Run() => _encoder.Run([_sequence], CancellationToken.None);
}
