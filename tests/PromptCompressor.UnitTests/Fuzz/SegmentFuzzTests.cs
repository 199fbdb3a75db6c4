using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Segments;

namespace PromptCompressor.UnitTests.Fuzz;

public sealed class SegmentFuzzTests
{
    /// <summary>The first rounds; the fuzzing program goes on from here for as long as it is told.</summary>
    [Fact]
    public async Task Run_FixedSeed_FindsNothing()
    {
        var report = await SegmentFuzz.RunAsync(FuzzLimits.Of(seed: 1, inputs: 1_500));

        Assert.Empty(report.Findings.Select(finding => finding.Detail));
        Assert.All(
            from outcome in new[] { "answered", "left", "the model failed", "refused", "storing failed" }
            from batchSize in new[] { 1, 16 }
            select $"batch size {batchSize}: {outcome}",
            outcome => Assert.Contains(outcome, report.Outcomes.Keys));
    }
}
