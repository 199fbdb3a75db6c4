using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Meaning;

namespace PromptCompressor.UnitTests.Fuzz;

public sealed class MeaningFuzzTests
{
    /// <summary>The corpus and the first of its mutations; the fuzzing program goes on from here for as long as it is told.</summary>
    [Fact]
    public async Task Run_FixedSeed_FindsNothing()
    {
        var report = await MeaningFuzz.RunAsync(FuzzLimits.Of(seed: 1, inputs: 400));

        Assert.True(report.Outcomes.Count > 20, $"Only {report.Outcomes.Count} outcomes: the corpus leads nowhere.");
        Assert.Empty(report.Findings.Select(finding => $"{finding.Detail}\n{System.Text.Encoding.UTF8.GetString(finding.Input)}"));
    }
}
