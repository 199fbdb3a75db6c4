using CsCheck;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Core.Selection.Scoring;

public class SmoothingTests
{
    [Fact]
    public void Apply_WeakWordBetweenStrongOnes_IsRaised_ButStaysUnderThem()
    {
        var smoothed = Smooth("Duke of York", 230, 10, 220);

        Assert.InRange(smoothed[1], 128, smoothed[2]);
    }

    [Fact]
    public void Apply_StrongWordAlone_StaysTheStrongest()
    {
        var smoothed = Smooth("and then Lisbon was it", 10, 10, 250, 10, 10);

        Assert.Equal(smoothed.Max(), smoothed[2]);
        Assert.True(smoothed[2] > 150);
    }

    [Fact]
    public void Apply_WordBetweenTwo_NeverPassesBoth() =>
        Gen.Byte.Array[3, 60].Sample(scores =>
        {
            var smoothed = Smooth(string.Join(' ', Enumerable.Repeat("word", scores.Length)), scores);
            var raised = Enumerable.Range(1, scores.Length - 2).Where(i => scores[i] == 0 && smoothed[i] > 127);
            return raised.All(i => smoothed[i] <= smoothed[i - 1] && smoothed[i] <= smoothed[i + 1]);
        });

    [Fact]
    public void Apply_Lines_DoNotMix()
    {
        Assert.Equal([250, 3], Smooth("one\ntwo", 250, 3));
        Assert.NotEqual([250, 3], Smooth("one two", 250, 3));
    }

    [Fact]
    public void Apply_ScriptWithoutSpaces_EvensOutMore()
    {
        var spaced = Smooth("a b c d e", 200, 200, 20, 200, 200);
        var unspaced = Smooth("東京都庁舎", 200, 200, 20, 200, 200);

        Assert.True(unspaced[1] < spaced[1]);
        Assert.All(unspaced, score => Assert.InRange(score, 100, 200));
    }

    [Fact]
    public void Apply_EqualScores_StayAsTheyAre() =>
        Gen.Select(Gen.Byte, Gen.Int[1, 40]).Sample((score, count) =>
            Smooth(string.Join(' ', Enumerable.Repeat("word", count)), Enumerable.Repeat(score, count).ToArray()).All(one => one == score));

    [Fact]
    public void Apply_AnyScores_StayWithinThoseOfTheLine() =>
        Gen.Byte.Array[1, 60].Sample(scores =>
            Smooth(string.Join(' ', Enumerable.Repeat("word", scores.Length)), scores).All(one => one >= scores.Min() && one <= scores.Max()));

    private static byte[] Smooth(string text, params byte[] scores)
    {
        var smoothed = new Score[scores.Length];
        Smoothing.Apply(text, SegmentedText.Of(text).Words.ToArray(), Array.ConvertAll(scores, value => new Score(value)), smoothed);
        return Array.ConvertAll(smoothed, score => score.Value);
    }
}
