using CsCheck;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.UnitTests.Core.Segments;

public sealed class SegmentReuseTests
{
    [Fact]
    public void Add_Hits_SaveTheMeanTimeOfMisses()
    {
        var sut = new CacheSavings();
        sut.Add(new CacheUsage(5, 5, 0), 0);
        Assert.Equal((5L, 0L, 0.0), sut.Totals);

        sut.Add(new CacheUsage(4, 0, 4), 40);
        sut.Add(new CacheUsage(3, 3, 0), 0);

        Assert.Equal((8L, 4L, 30.0), sut.Totals);
    }

    [Fact]
    public void Add_AnyRequests_NeverTakesSavedTimeBack() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Double[0, 500]).Array[1, 40].Sample(requests =>
        {
            var sut = new CacheSavings();
            foreach (var (hits, misses, time) in requests)
            {
                var before = sut.Totals.SavedMilliseconds;
                sut.Add(new CacheUsage(hits + misses, hits, misses), misses * time);
                Assert.True(sut.Totals.SavedMilliseconds >= before);
            }
        });
}
