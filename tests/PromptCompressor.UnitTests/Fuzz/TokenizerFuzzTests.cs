using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Tokenizers;

namespace PromptCompressor.UnitTests.Fuzz;

public sealed class TokenizerFuzzTests
{
    /// <summary>The corpus and the first of its mutations; the fuzzing program goes on from here for as long as it is told.</summary>
    [Fact]
    public async Task Run_FixedSeed_FindsNothing()
    {
        var report = await TokenizerFuzz.RunAsync(FuzzLimits.Of(seed: 1, inputs: 120));

        Assert.True(report.Outcomes.Count > 60, $"Only {report.Outcomes.Count} outcomes: the corpus leads nowhere.");
        Assert.Empty(report.Findings.Select(finding => $"{finding.Detail}\n{System.Text.Encoding.UTF8.GetString(finding.Input)}"));
    }

    /// <summary>As long as a large request: what never ends, or takes minutes, is found.</summary>
    [Fact]
    public async Task Run_LongTexts_AllEnd()
    {
        var report = await LongTextFuzz.RunAsync(FuzzLimits.Of(seed: 1, inputs: 30));

        Assert.Empty(report.Findings.Select(finding => finding.Detail));
    }
}
