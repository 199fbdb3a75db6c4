using System.Text;
using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Settings;

namespace PromptCompressor.UnitTests.Fuzz;

public sealed class SettingsFuzzTests
{
    /// <summary>The corpus and the first of its mutations; the fuzzing program goes on from here for as long as it is told.</summary>
    [Fact]
    public async Task Run_FixedSeed_FindsNothing()
    {
        var report = await SettingsFuzz.RunAsync(FuzzLimits.Of(seed: 1, inputs: 60));

        Assert.True(report.Outcomes.Count > 8, $"Only {report.Outcomes.Count} outcomes: the corpus leads nowhere.");
        Assert.Empty(report.Findings.Select(finding => $"{finding.Detail}\n{Encoding.UTF8.GetString(finding.Input)}"));
    }
}
