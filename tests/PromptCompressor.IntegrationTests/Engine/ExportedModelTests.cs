using System.Text.Json;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>
/// What models/tools/export.py makes of a checkpoint of each architecture: small ones with random weights, and beside them the
/// keep probabilities that PyTorch gave. <c>python3 models/tools/tiny.py tests/Golden/exported</c> makes them anew.
/// </summary>
public sealed class ExportedModelTests(EngineFixture fixture, ITestOutputHelper output)
{
    private const string Text = "The river gauge at Hollin Bridge read 3.42 m at 06:15, which is 18 cm above the warning level. Nobody had expected that.";
    private static readonly string Exported = Path.Combine(TestPaths.Golden, "exported");

    public static TheoryData<string, string, double> Graphs =>
        [.. from model in Names from bound in GoldenTolerances.WorstOfExported select (model, bound.Key, bound.Value)];

    public static TheoryData<string> Models => [.. Names];

    private static IEnumerable<string> Names => Directory.GetDirectories(Exported).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Run_EachPrecision_GivesPyTorchsProbabilities(string model, string precision, double bound)
    {
        var folder = ModelFolder.Open(Path.Combine(Exported, model));
        using var encoder = new OnnxEncoder(folder.FileOf($"encoder.{precision}.onnx"), folder.Manifest, ExecutionProvider.Cpu, threads: 1);
        var differences = new List<double>();
        foreach (var line in File.ReadLines(folder.FileOf("golden.jsonl")))
        {
            using var recorded = JsonDocument.Parse(line);
            var ids = recorded.RootElement.GetProperty("ids").Deserialize<int[]>()!;
            var actual = encoder.Run([ids], CancellationToken.None)[0];
            differences.AddRange(actual.Zip(recorded.RootElement.GetProperty("keep").Deserialize<double[]>()!, (a, b) => Math.Abs(a - b)));
        }

        output.WriteLine($"{model} {precision}: {differences.Count} probabilities, mean difference {differences.Average():g2}, worst {differences.Max():g2}");
        Assert.True(differences.Count > 100);
        Assert.InRange(differences.Max(), 0, bound);
        Assert.InRange(differences.Average(), 0, bound / 5);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Start_Folder_CompressesInBothModes(string model)
    {
        using var engine = EngineFixture.Start(Exported, model);

        var native = await EngineFixture.CompressAsync(engine, fixture.Request(Text), model);
        var loaded = engine.Model(model);
        var library = engine.CompressorOf(loaded, CompressorNames.Llmlingua);
        var reference = await library.CompressAsync(
            new LlmlinguaRequest { Contexts = [Text], Counter = fixture.Counters.Find("cl100k_base")!, ForceTokens = ["Nobody"] }, TestContext.Current.CancellationToken);

        Assert.InRange(native.CompressedTokens, 1, native.OriginTokens / 2);
        Assert.Contains("obody", reference.Joined, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("encoder.int8.onnx", loaded.Graph);
        Assert.NotEqual(loaded.Sha256, library.Model.Sha256);
    }

    [Fact]
    public Task UnitTests_OfTheExporter_Pass() => PythonTests.PassAsync("models/tools", new Dictionary<string, string>(), "torch", "numpy", "onnx");
}
