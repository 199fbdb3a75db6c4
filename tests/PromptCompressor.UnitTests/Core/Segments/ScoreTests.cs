using CsCheck;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.UnitTests.Core.Segments;

public sealed class ScoreTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 128)]
    [InlineData(0.001, 0)]
    [InlineData(1, 255)]
    public void FromProbability_RoundsToTheNearestStep(float probability, byte value) => Assert.Equal(new Score(value), Score.FromProbability(probability));

    [Fact]
    public void IsBelow_ItsOwnProbability_IsFalse() =>
        Assert.All(Enumerable.Range(0, Score.Count), value => Assert.False(new Score((byte)value).IsBelow(new Score((byte)value).Probability)));

    [Fact]
    public void Order_IsThatOfProbabilities() => Gen.Select(Gen.Byte, Gen.Byte).Sample((a, b) =>
    {
        var (one, other) = (new Score(a), new Score(b));
        Assert.Equal(one.Probability.CompareTo(other.Probability), Math.Sign(one.CompareTo(other)));
        Assert.Equal(a < b, one < other);
        Assert.Equal(a > b, one > other);
        Assert.Equal(a <= b, one <= other);
        Assert.Equal(a >= b, one >= other);
        Assert.Equal(Math.Max(a, b), Score.Max(one, other).Value);
    });
}
