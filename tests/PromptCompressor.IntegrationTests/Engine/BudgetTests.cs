using System.Text.Json;
using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>A budget is a promise: the output, counted anew, is within it and within one word and what that brings along of it, or the answer says why not.</summary>
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
            var request = fixture.Request(text, rate);
            var result = await fixture.CompressAsync(request);
            missed += Check(request, result, Promises.BudgetOf(request, result)!.Value);
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
                var request = fixture.Request(text, rate: null, target);
                missed += Check(request, await fixture.CompressAsync(request), target);
            }

            output.WriteLine($"target {target}: {missed} with protected text alone over the budget");
        }
    }

    private static IEnumerable<string> AllTexts()
    {
        var own = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(TestPaths.Golden, "texts.json")))!;
        return own.Concat(new[] { "prose", "markdown", "code", "logs", "chinese" }.SelectMany(kind => SampleTexts.Paragraphs(kind, 16)));
    }

    private static int Check(CompressionRequest request, CompressionResult result, int budget)
    {
        var recounted = Recount.CountTokens(result.Joined);
        Assert.Equal(recounted, result.CompressedTokens);
        if (result.BudgetMissed)
        {
            // What always stays is over the budget; of the rest a tenth stays.
            var fixedTokens = Promises.FixedTokens(request, result);
            Assert.True(result.Skipped is not null || recounted <= fixedTokens + ((result.OriginTokens - fixedTokens) / 10) || !result.Texts[0].Words!.Any(word => word.Reason == WordReason.Kept));
            return 1;
        }

        Assert.True(recounted <= budget || result.Skipped == SkipReason.WithinBudget);
        // To within the next word and what it brings along.
        Promises.Check(request, result);
        return 0;
    }
}
