using System.Text.Json;
using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Compression;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>A budget is a promise: the output, counted anew, is within it and within one word of it, or the answer says why not.</summary>
public sealed class BudgetTests(EngineFixture fixture, ITestOutputHelper output)
{
    private static readonly TiktokenTokenizer Recount = TiktokenTokenizer.CreateForModel("gpt-4o");
    private static readonly int[] Targets = [5, 17, 40, 90, 200];

    public static TheoryData<double> Rates => [0.2, 0.33, 0.5, 0.8];

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task Compress_WithRate_MeetsTheBudget(double rate)
    {
        var missed = 0;
        foreach (var text in AllTexts())
        {
            var budget = (int)((Recount.CountTokens(text) * rate) + 1e-9);
            missed += Check(await fixture.CompressAsync(fixture.Request(text, rate)), budget);
        }

        output.WriteLine($"rate {rate}: {AllTexts().Count()} texts, {missed} with protected text alone over the budget");
    }

    [Fact]
    public async Task Compress_WithTarget_MeetsTheBudget()
    {
        foreach (var target in Targets)
        {
            var missed = 0;
            foreach (var text in AllTexts())
            {
                missed += Check(await fixture.CompressAsync(fixture.Request(text, rate: null, target)), target);
            }

            output.WriteLine($"target {target}: {missed} with protected text alone over the budget");
        }
    }

    private static IEnumerable<string> AllTexts()
    {
        var own = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(TestPaths.Golden, "texts.json")))!;
        return own.Concat(new[] { "prose", "markdown", "code", "logs", "chinese" }.SelectMany(kind => SampleTexts.Paragraphs(kind, 34)));
    }

    private static int Check(CompressionResult result, int budget)
    {
        var recounted = Recount.CountTokens(result.Joined);
        Assert.Equal(recounted, result.CompressedTokens);
        if (result.BudgetMissed)
        {
            Assert.All(result.Texts[0].Words!, word => Assert.True(!word.Kept || word.Unit.IsFixed || result.Skipped is not null));
            return 1;
        }

        Assert.True(recounted <= budget || result.Skipped == SkipReason.WithinBudget);
        if (result.Skipped is null && NextWord(result) is { } next)
        {
            // The word that was next, with its space and a mark that joins it to its neighbour.
            Assert.True(budget - recounted <= Recount.CountTokens(" " + next) + 2);
        }

        return 0;
    }

    private static string? NextWord(CompressionResult result) =>
        result.Texts[0].Words!.Where(word => !word.Kept)
            .OrderByDescending(word => word.Unit.Score)
            .Select(word => word.Unit.Span.Of(result.Texts[0].Source).ToString())
            .FirstOrDefault();
}
