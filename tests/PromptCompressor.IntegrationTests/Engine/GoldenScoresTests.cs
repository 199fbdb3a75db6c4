using System.Text.Json;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Keep probabilities against those that ONNX Runtime's Python package gave for the same ids on a machine with AVX-512 VNNI, and against PyTorch's.</summary>
public sealed class GoldenScoresTests(ITestOutputHelper output)
{
    public static TheoryData<string, string, string> Graphs => new()
    {
        { "xlmr-mini-12.jsonl", "encoder-12.cpu.onnx", "cpu" },
        { "xlmr-mini-12.jsonl", "encoder-12.gpu.onnx", "gpu" },
        { "xlmr-mini-6.jsonl", "encoder-6.cpu.onnx", "cpu" },
        { "xlmr-mini-6.jsonl", "encoder-6.gpu.onnx", "gpu" },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Run_OwnTexts_GivesRecordedProbabilities(string file, string graph, string kind) =>
        Compare(Path.Combine(TestPaths.Golden, "scores", file), graph, kind);

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Run_CollectedTexts_GivesRecordedProbabilities(string file, string graph, string kind)
    {
        Assert.SkipUnless(TestPaths.Data is not null, "PROMPTCOMPRESSOR_DATA is not set: the collected texts are not compared.");
        Compare(Path.Combine(TestPaths.Data, "golden", "scores", file), graph, kind);
    }

    private void Compare(string golden, string graph, string kind)
    {
        var folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));
        var provider = kind == "gpu" ? Device.Provider : ExecutionProvider.Cpu;
        using var encoder = new OnnxEncoder(folder.FileOf(graph), folder.Manifest, provider, threads: 2);
        var (differences, toExact) = (new List<double>(), new List<double>());
        foreach (var line in File.ReadLines(golden).Skip(1))
        {
            using var recorded = JsonDocument.Parse(line);
            var actual = encoder.Run([Numbers<int>(recorded, "ids")], CancellationToken.None)[0];
            differences.AddRange(Differences(actual, Numbers<double>(recorded, $"keep_{kind}")));
            toExact.AddRange(Differences(actual, Numbers<double>(recorded, "keep_fp32")));
        }

        output.WriteLine($"{graph}: {differences.Count} probabilities, mean difference {differences.Average():g2}, worst {differences.Max():g2}, mean to fp32 {toExact.Average():g2}, VNNI {Cpu.HasVnni}, {provider}");
        Assert.True(differences.Count > 1000);
        var tolerance = GoldenTolerances.OfScores(golden, kind, hasRecordedKernels: Cpu.IsAsRecorded && provider == ExecutionProvider.Cpu);
        Assert.InRange(differences.Average(), 0, tolerance.Mean);
        Assert.InRange(differences.Max(), 0, tolerance.Worst);
        Assert.InRange(toExact.Average(), 0, tolerance.MeanToExact);
    }

    private static T[] Numbers<T>(JsonDocument recorded, string field) => recorded.RootElement.GetProperty(field).Deserialize<T[]>()!;

    private static IEnumerable<double> Differences(float[] actual, double[] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        return actual.Zip(expected, (a, b) => Math.Abs(a - b));
    }
}
