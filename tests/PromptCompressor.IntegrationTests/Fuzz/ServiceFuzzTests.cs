using System.Text;
using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Http;
using PromptCompressor.Fuzz.OpenApi;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Fuzz;

/// <summary>The corpus and the first of its mutations; the fuzzing program goes on from here for as long as it is told.</summary>
public sealed class ServiceFuzzTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Http_FixedSeed_FindsNothing() =>
        CheckReport(await HttpFuzz.RunAsync(service.Client.BaseAddress!, FuzzLimits.Of(seed: 1, inputs: 400)), outcomes: 40);

    [Fact]
    public async Task OpenApi_EveryFaultAndSomeBodies_AreAnsweredAsTheDocumentSays() =>
        CheckReport(await OpenApiFuzz.RunAsync(service.Client.BaseAddress!, FuzzLimits.Of(seed: 1, inputs: 1_200)), outcomes: 40);

    private static void CheckReport(FuzzReport report, int outcomes)
    {
        Assert.True(report.Outcomes.Count > outcomes, $"Only {report.Outcomes.Count} outcomes: the corpus leads nowhere.");
        Assert.Empty(report.Findings.Select(finding => $"{finding.Detail}\n{Encoding.UTF8.GetString(finding.Input)}"));
    }
}
