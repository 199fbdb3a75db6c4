extern alias quality;

using quality::PromptCompressor.Quality.Retrieval;

namespace PromptCompressor.UnitTests.Quality;

/// <summary>A needle that is not in its text would count as lost in every measurement.</summary>
public sealed class NeedleTextTests
{
    private const int Tokens = 4000;

    private static readonly NeedleTexts Texts = new();

    [Theory]
    [InlineData(nameof(NeedleTask.Single), 1)]
    [InlineData(nameof(NeedleTask.KeyValue), 1)]
    [InlineData(nameof(NeedleTask.Multi), 4)]
    [InlineData(nameof(NeedleTask.Tracking), 5)]
    public void Needles_StandInTheirText_OnceEach(string task, int count)
    {
        for (var repetition = 0; repetition < 5; repetition++)
        {
            var text = Texts.Of(Enum.Parse<NeedleTask>(task), Tokens, repetition);

            Assert.Equal(count, text.Needles.Distinct().Count());
            Assert.All(text.Needles, needle =>
            {
                Assert.Equal(2, text.Source.Text.Split(needle.Sentence).Length);
                Assert.True(needle.IsToldBy(text.Source.Text));
                Assert.Contains(needle.Key, needle.Sentence, StringComparison.Ordinal);
                Assert.Contains(needle.Value, needle.Sentence, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void Texts_AreTheSame_OnEveryRun()
    {
        var again = new NeedleTexts();
        Assert.All(Enum.GetValues<NeedleTask>(), task =>
        {
            Assert.Equal(Texts.Of(task, Tokens, 3).Source.Text, again.Of(task, Tokens, 3).Source.Text);
            Assert.NotEqual(Texts.Of(task, Tokens, 3).Needles, again.Of(task, Tokens, 4).Needles);
        });
    }

    [Fact]
    public void Texts_AreAsLongAsAskedFor() =>
        Assert.All(Enum.GetValues<NeedleTask>(), task => Assert.InRange(Texts.Of(task, Tokens, 0).Source.Tokens, Tokens * 0.95, Tokens));

    [Fact]
    public void LongerTexts_BeginWithTheFillerOfShorterOnes()
    {
        var (shorter, longer) = (Texts.Of(NeedleTask.Multi, Tokens, 0), Texts.Of(NeedleTask.Multi, 2 * Tokens, 0));

        var filler = FillerOf(shorter);
        Assert.Equal(filler, FillerOf(longer)[..filler.Length]);
    }

    [Fact]
    public void KeysOfLines_AreOfOneLineEach()
    {
        var lines = Texts.Of(NeedleTask.KeyValue, 32_000, 0).Source.Text.Split('\n');

        Assert.Equal(lines.Length, lines.Select(line => line.Split(' ')[4]).Distinct().Count());
    }

    [Fact]
    public void ChainOfNames_StandsInItsOrder_AndTheQuestionNamesItsValueAlone()
    {
        var text = Texts.Of(NeedleTask.Tracking, Tokens, 1);

        Assert.Equal(text.Needles.Select(needle => text.Source.Text.IndexOf(needle.Sentence, StringComparison.Ordinal)).Order(), text.Needles.Select(needle => text.Source.Text.IndexOf(needle.Sentence, StringComparison.Ordinal)));
        Assert.Equal(text.Needles.Select(needle => needle.Key).SkipLast(1), text.Needles.Select(needle => needle.Value).Skip(1));
        Assert.Contains(text.Needles[0].Value, text.Question, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Needles, needle => text.Question.Contains(needle.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("The locker number of amber-falcon is 4821306.", true)]
    [InlineData("number amber-falcon 4821306", true)]
    [InlineData("locker number is 4821306.", false)]
    [InlineData("amber-falcon. 4821306", false)]
    [InlineData("amber-falcon is 48213067", false)]
    [InlineData("4821306 amber-falcon", false)]
    public void Needle_IsFound_WhereItsValueStandsBehindItsKey(string output, bool isFound) =>
        Assert.Equal(isFound, new Needle("The locker number of amber-falcon is 4821306.", "amber-falcon", "4821306").IsToldBy(output));

    [Theory]
    [InlineData("4821306.", true)]
    [InlineData("amber-falcon", false)]
    [InlineData("48213067", false)]
    public void Value_IsFound_WhateverItIsOf(string output, bool isFound) =>
        Assert.Equal(isFound, new Needle("The locker number of amber-falcon is 4821306.", "amber-falcon", "4821306").HasValueIn(output));

    private static string[] FillerOf(NeedleText text) => [.. text.Source.Text.Split("\n\n").Except(text.Needles.Select(needle => needle.Sentence))];
}
