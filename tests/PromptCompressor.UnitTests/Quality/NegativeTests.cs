extern alias quality;

using PromptCompressor.Core.Text;
using quality::PromptCompressor.Quality.Data;
using quality::PromptCompressor.Quality.Meaning;
using quality::PromptCompressor.Quality.Methods;
using quality::PromptCompressor.Quality.Negative;

namespace PromptCompressor.UnitTests.Quality;

public sealed class NegativeTests
{
    private static readonly SourceText Passages = new(["The mill was built in 1840. It burnt down.", "Bees dance to tell the way.", "The mill stands by the river."]);

    /// <summary>Answers survive from a share on: below 30 % none, then a tenth more with each 5 %.</summary>
    private static readonly double[] Rising = [.. NegativeStudy.Shares.Select(share => Math.Clamp((share - 0.3) * 2, 0, 1))];

    [Theory]
    [InlineData(0.9, 0.75)]
    [InlineData(0.95, 0.775)]
    [InlineData(1, 0.8)]
    public void SmallestShare_IsBetweenThoseMeasured(double level, double kept) => Assert.Equal(kept, NegativeStudy.KeptFor(Rising, level), 6);

    [Fact]
    public void SmallestShare_IsThatFromWhichOnAnswersSurvive_NotALuckyOneBelow()
    {
        double[] lucky = [.. Rising];
        lucky[0] = 1;

        Assert.Equal(0.75, NegativeStudy.KeptFor(lucky, 0.9), 6);
    }

    [Fact]
    public void SmallestShare_IsTheFirst_WhereAllSurviveThere() => Assert.Equal(NegativeStudy.Shares[0], NegativeStudy.KeptFor([.. NegativeStudy.Shares.Select(_ => 1.0)], 0.9));

    [Fact]
    public void Value_IsOnTheLineBetweenShares()
    {
        Assert.Equal(0.05, NegativeStudy.Value(Rising, 0.325), 6);
        Assert.Equal(1, NegativeStudy.Value(Rising, 1));
    }

    [Fact]
    public async Task Outcome_CountsTheLettersOfPassagesWithoutTheAnswer()
    {
        // The prefix keeps the first passage, which has the answer, from half of the tokens on.
        var item = new QuestionItem("own", "en", "When was the mill built?", ["1840"], new SourceText([Passages.Text]));
        var study = new NegativeStudy([item], [Baselines.Prefix]);

        await study.RunAsync();
        var outcome = study.At(0, 0.5);

        Assert.InRange(outcome.Kept.Value, 0.2, 0.5);
        Assert.Equal(1, outcome.NegativeRemoved.Value);
        Assert.InRange(outcome.PositiveRemoved.Value, 0, 0.9);
    }

    [Fact]
    public void Passages_AreWhereTheyStand() =>
        Assert.Equal(Passages.Contexts, Passages.PassageSpans().Select(span => span.Of(Passages.Text).ToString()));

    [Fact]
    public async Task PassagesByQuestion_KeepThePassageThatSharesMostWithIt()
    {
        var output = await Baselines.Bm25Passages.CompressAsync(Passages, "How do bees tell the way?", 0.4);

        Assert.StartsWith("Bees dance to tell the way.", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public async Task Output_SaysWhereItStands(double share)
    {
        var output = await Baselines.RandomWords.CompressAsync(Passages, "", share);

        var words = output.Spans!.Select(span => span.Of(Passages.Text).ToString());
        Assert.Equal(output.Text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), string.Concat(words));
        Assert.Equal(output.Text.Count(char.IsLetterOrDigit), new KeptText(Passages.Text, output.Text, output.Spans).CountOf(new TextSpan(0, Passages.Text.Length)));
    }
}
