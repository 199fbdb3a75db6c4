using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine.Llmlingua;

/// <summary>
/// Reference mode against LLMLingua 0.2.2, whose own code was run over the same graphs: every field of every answer is equal.
/// Where the CPU is not of the kind that the answers were recorded on, the encoder of xlmr-mini rounds its activations
/// elsewhere, and some words at their threshold fall on the other side: those cases must be explained by that alone.
/// </summary>
public sealed class ReferenceGoldenTests(ITestOutputHelper output)
{
    /// <summary>In characters, of several model runs. Those that are longer take half of the time, and are compared where the collected texts are, as in CI.</summary>
    private static int Longest => TestPaths.Data is null ? 6000 : int.MaxValue;

    /// <summary>Most that a probability of its graph may differ from a recorded one on this CPU; 0 where every answer must be equal as it is.</summary>
    private static float XlmrNoise => Cpu.IsAsRecorded ? 0 : (float)GoldenTolerances.OfScores(Path.Combine(TestPaths.Golden, "scores", "xlmr-mini-12.jsonl"), "gpu", hasRecordedKernels: false).Worst;

    private static string TinyBert => Path.Combine(TestPaths.Golden, "arch", "tinybert-random");

    private static string XlmrMini => Path.Combine(TestPaths.Models, "xlmr-mini");

    [Fact]
    public Task TinyBert_OwnTexts_EqualsLibrary() => CompareAsync(TinyBert, Own("tinybert-random.jsonl"), limit: 0);

    [Fact]
    public Task TinyBert_CollectedTexts_EqualsLibrary() => CompareAsync(TinyBert, Collected("tinybert-random.jsonl"), limit: 0);

    [Fact]
    public Task XlmrMini_OwnTexts_EqualsLibrary() => CompareAsync(XlmrMini, Own("xlmr-mini.jsonl"), XlmrNoise);

    [Fact]
    public Task XlmrMini_CollectedTexts_EqualsLibrary() => CompareAsync(XlmrMini, Collected("xlmr-mini.jsonl"), XlmrNoise);

    private static string Own(string file) => Path.Combine(TestPaths.Golden, "reference", file);

    private static string Collected(string file)
    {
        Assert.SkipWhen(TestPaths.Data is null, "PROMPTCOMPRESSOR_DATA is not set: the collected texts were not compared.");
        return Path.Combine(TestPaths.Data, "golden", "reference", file);
    }

    private async Task CompareAsync(string modelPath, string file, float limit)
    {
        using var model = new ReferenceModel(modelPath);
        var (all, equal, explained, furthest) = (0, 0, 0, 0f);
        var wrong = new List<string>();
        foreach (var golden in GoldenCase.Read(file).Where(golden => golden.Request.Contexts.Sum(text => text.Length) <= Longest))
        {
            all++;
            model.ForgetMoves();
            if (golden.Expects((await model.Compressor.CompressAsync(golden.Request, TestContext.Current.CancellationToken)).Answer))
            {
                equal++;
            }
            else if (limit > 0 && await new NearbyEncoder(model, golden, limit).FindAsync() is { } distance)
            {
                explained++;
                furthest = Math.Max(furthest, distance);
                output.WriteLine($"{golden.Name}: equal once probabilities move by up to {distance:f4}.");
            }
            else
            {
                wrong.Add(golden.Name);
            }
        }

        output.WriteLine($"{Path.GetFileName(file)}: {equal} of {all} equal, {explained} within the noise of this CPU (furthest {furthest:f4}), {wrong.Count} wrong.");
        Assert.True(all > 0);
        Assert.Empty(wrong);
    }
}
