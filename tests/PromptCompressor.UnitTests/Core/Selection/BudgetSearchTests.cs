using CsCheck;
using PromptCompressor.Core.Selection;

namespace PromptCompressor.UnitTests.Core.Selection;

public sealed class BudgetSearchTests
{
    // Sizes of single units, some of them lumps such as code; the real count differs from the weights by a factor and by chance.
    private static readonly Gen<(int[] Costs, int Budget)> Cases =
        Gen.Select(Gen.Frequency((9, Gen.Int[1, 6]), (1, Gen.Int[0, 400])).Array[0, 300], Gen.Int[0, 2000]);

    [Fact]
    public void Run_AnyCosts_FindsTheLastPrefixWithinBudget() =>
        Cases.Sample((costs, budget) =>
        {
            var tokens = Prefixes(costs, cost => cost);
            var weights = Prefixes(costs, cost => (cost * 3) + 1);
            var found = BudgetSearch.Run(weights, k => (int)tokens[k], least: 0, budget);
            Assert.True(tokens[found] <= budget);
            Assert.True(found == costs.Length || tokens[found + 1] > budget);
        });

    [Fact]
    public void Run_LongText_CountsFewTimes()
    {
        var random = new Random(7);
        var costs = Enumerable.Range(0, 100_000).Select(_ => random.Next(1, 6)).ToArray();
        var tokens = Prefixes(costs, cost => cost);
        var weights = Prefixes(costs, cost => (cost * 2) + random.Next(3));
        var counts = 0;
        BudgetSearch.Run(weights, k => { counts++; return (int)tokens[k]; }, least: 0, 120_000);
        Assert.InRange(counts, 1, 24);
    }

    private static long[] Prefixes(int[] costs, Func<int, long> size)
    {
        var sums = new long[costs.Length + 1];
        for (var i = 0; i < costs.Length; i++)
        {
            sums[i + 1] = sums[i] + size(costs[i]);
        }

        return sums;
    }
}
