using PromptCompressor.Server.Caching.Admin;
using PromptCompressor.Server.Cli;
using PromptCompressor.Server.Proxy.Audit;

namespace PromptCompressor.UnitTests.Server.Cli;

public sealed class SavingsReportTests
{
    private static readonly CacheResponse Cache = new()
    {
        Hits = 3,
        Misses = 1,
        HitRate = 0.75,
        SavedMs = 1500,
        Memory = new MemoryLevelResponse { Entries = 1, Bytes = 1, MaxBytes = 2, Hits = 3, Misses = 1, HitRate = 0.75 },
        Redis = null,
    };

    [Fact]
    public void Report_SumsWhatWasSaved_AndNotWhatAnAuditWouldHaveSaved()
    {
        var proxy = new ProxyResponse
        {
            Enabled = true,
            Mode = "compress",
            Outcomes = new Dictionary<string, OutcomeTotals>
            {
                ["compressed"] = new() { Requests = 2, OriginalTokens = 3_000_000, CompressedTokens = 1_000_000 },
                ["skipped; reason=audit"] = new() { Requests = 1, OriginalTokens = 1_000_000, CompressedTokens = 500_000 },
            },
            SkippedTexts = new Dictionary<string, long> { ["time_budget"] = 4, ["raw_before"] = 0 },
            Days = [],
        };

        var report = SavingsCommand.Report(proxy, Cache, price: 2.5);

        Assert.Contains("Money saved at 2.5 for a million tokens: 5.00", report, StringComparison.Ordinal);
        Assert.Matches(@"compressed +2 +3,000,000 +1,000,000 +66\.7 %", report);
        Assert.Matches(@"all +3 +4,000,000 +2,000,000 +50\.0 %", report);
        Assert.Contains("Texts sent uncompressed (time_budget): 4", report, StringComparison.Ordinal);
        Assert.DoesNotContain("raw_before", report, StringComparison.Ordinal);
        Assert.Contains("3 of 4 segments needed no run of a model, which saved 1.5 s", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_TakesTheServicesPrices_WhereItHasThem()
    {
        var proxy = new ProxyResponse
        {
            Enabled = true,
            Mode = "compress",
            Outcomes = new Dictionary<string, OutcomeTotals>
            {
                ["compressed"] = new() { Requests = 2, OriginalTokens = 3_000_000, CompressedTokens = 1_000_000, SavedCost = 1.25 },
                ["skipped; reason=audit"] = new() { Requests = 1, OriginalTokens = 1_000_000, CompressedTokens = 500_000, SavedCost = 7 },
            },
            SkippedTexts = new Dictionary<string, long>(),
            Days = [],
        };

        Assert.Contains("Money saved, estimated by Proxy:Policy:Prices: 1.25", SavingsCommand.Report(proxy, Cache, price: null), StringComparison.Ordinal);
        Assert.Contains("Money saved, estimated by Proxy:Policy:Prices, which win over --price: 1.25", SavingsCommand.Report(proxy, Cache, price: 2.5), StringComparison.Ordinal);
    }
}
