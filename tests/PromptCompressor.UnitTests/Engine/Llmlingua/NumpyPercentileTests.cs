using PromptCompressor.Engine.Llmlingua;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

public sealed class NumpyPercentileTests
{
    /// <summary>Rate to percentile, as Python computes <c>int(100 * (1 - rate) + 1)</c> and, for drop_consecutive, the same without the 1.</summary>
    [Theory]
    [InlineData(0.9, 10, 9)]
    [InlineData(0.8, 20, 19)]
    [InlineData(0.75, 26, 25)]
    [InlineData(0.7, 31, 30)]
    [InlineData(0.5, 51, 50)]
    [InlineData(0.33, 68, 67)]
    [InlineData(0.29, 72, 71)]
    [InlineData(0.25, 76, 75)]
    [InlineData(0.1, 91, 90)]
    [InlineData(0, 101, 100)]
    public void Percent_OfRate_IsCutAsInPython(double rate, int withOne, int without)
    {
        var reduceRate = Math.Max(0, 1 - rate);

        Assert.Equal(withOne, (int)((100 * reduceRate) + 1));
        Assert.Equal(without, (int)(100 * reduceRate));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 1.75)]
    [InlineData(50, 2.5)]
    [InlineData(51, 2.53)]
    [InlineData(75, 3.25)]
    [InlineData(100, 4)]
    public void Of_FourNumbers_InterpolatesBetweenNeighbours(int percent, double expected) =>
        Assert.Equal(expected, NumpyPercentile.Of([3, 1, 4, 2], percent, inDouble: true), 1e-15);

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(100)]
    public void Of_OneNumber_IsThatNumber(int percent) => Assert.Equal(0.3f, NumpyPercentile.Of([0.3f], percent, inDouble: false));

    [Fact]
    public void Of_Float32_IsRoundedToFloat32()
    {
        float[] values = [0.1f, 0.2f];

        var narrow = NumpyPercentile.Of(values, 30, inDouble: false);
        var wide = NumpyPercentile.Of(values, 30, inDouble: true);

        Assert.Equal((float)narrow, narrow);
        Assert.NotEqual((float)wide, wide);
        Assert.Equal(0.13, narrow, 1e-7);
    }

    [Fact]
    public void Of_EqualNeighbours_IsExactlyTheirValue() =>
        Assert.Equal(0.7f, NumpyPercentile.Of([0.7f, 0.1f, 0.7f, 0.7f], 51, inDouble: true));
}
