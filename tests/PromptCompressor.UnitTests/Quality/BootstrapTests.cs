extern alias quality;

using quality::PromptCompressor.Quality.Reporting;

namespace PromptCompressor.UnitTests.Quality;

/// <summary>An interval that is too narrow makes chance look like a result.</summary>
public sealed class BootstrapTests
{
    [Fact]
    public void Interval_IsAboutTwoStandardErrors_OnEitherSide()
    {
        var tally = Hits(400, text => text % 4 == 0);

        var share = tally.Share("hits");

        // The standard error of a quarter among 400 is 2.17 %.
        Assert.Equal(0.25, share.Value);
        Assert.InRange(share.Low, 0.25 - 0.05, 0.25 - 0.035);
        Assert.InRange(share.High, 0.25 + 0.035, 0.25 + 0.05);
    }

    [Fact]
    public void Interval_IsWider_WhereQuestionsShareTexts()
    {
        var alone = Hits(400, text => text % 4 == 0);
        var together = new Tally<string>(20);
        for (var question = 0; question < 400; question++)
        {
            together.Add(question / 20, "hits", question / 20 % 4 == 0 ? 1 : 0, 1);
        }

        Assert.Equal(alone.Share("hits").Value, together.Share("hits").Value);
        Assert.True(WidthOf(together.Share("hits")) > 3 * WidthOf(alone.Share("hits")));
    }

    [Fact]
    public void Interval_IsTheSame_OnEveryRun() =>
        Assert.Equal(Hits(50, text => text % 3 == 0).Share("hits"), Hits(50, text => text % 3 == 0).Share("hits"));

    [Fact]
    public void Difference_IsOfTheSameTexts()
    {
        var tally = Hits(100, text => text % 2 == 0);
        for (var text = 0; text < 100; text++)
        {
            tally.Add(text, "others", text % 2 == 0 ? 1 : 0, 1);
        }

        Assert.Equal(new Estimate(0, 0, 0), tally.Difference("hits", "others"));
        Assert.Equal(new Estimate(1, 1, 1), tally.Ratio("hits", "others"));
    }

    [Fact]
    public void Share_IsOfAllThereIsToHit_NotTheMeanOfTexts()
    {
        var tally = new Tally<string>(2);
        tally.Add(0, "hits", 1, 1);
        tally.Add(1, "hits", 1, 3);

        Assert.Equal(0.5, tally.Share("hits").Value);
        Assert.Equal(4, tally.Count("hits"));
    }

    [Fact]
    public void Share_OfNothing_IsEmpty() => Assert.Equal("", new Tally<string>(3).Share("hits").ToString());

    [Fact]
    public void Estimate_IsWritten_WithItsInterval()
    {
        var estimate = new Estimate(0.5, 0.25, 0.75);

        Assert.Equal("50.0 (25.0 to 75.0)", estimate.ToString());
        Assert.Equal("+50.0 (+25.0 to +75.0)", estimate.ToPoints());
        Assert.Equal("0.50 (0.25 to 0.75)", estimate.ToRatio());
    }

    private static Tally<string> Hits(int texts, Func<int, bool> isHit)
    {
        var tally = new Tally<string>(texts);
        for (var text = 0; text < texts; text++)
        {
            tally.Add(text, "hits", isHit(text) ? 1 : 0, 1);
        }

        return tally;
    }

    private static double WidthOf(Estimate estimate) => estimate.High - estimate.Low;
}
