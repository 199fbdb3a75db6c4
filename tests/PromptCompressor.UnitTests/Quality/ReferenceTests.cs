extern alias quality;

using quality::PromptCompressor.Quality.Data;
using quality::PromptCompressor.Quality.Reference;

namespace PromptCompressor.UnitTests.Quality;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData(30, 0, false)]
    [InlineData(15, 0.5, false)]
    [InlineData(31, 1 / 30.0, false)]
    [InlineData(32, 2 / 30.0, true)]
    [InlineData(45, 0.5, true)]
    public void Budget_IsMissedInBothDirections_AndOverspentBeyondATwentieth(int tokens, double distance, bool isOver)
    {
        Assert.Equal(distance, ReferenceStudy.DistanceOf(tokens, 30), 6);
        Assert.Equal(isOver, ReferenceStudy.IsOver(tokens, 30));
    }

    [Theory]
    [InlineData("hotpotqa", "en", "several passages")]
    [InlineData("qed", "en", "English, one text")]
    [InlineData("xquad", "de", "other languages")]
    [InlineData("drcd", "zh-tw", "languages without spaces")]
    public void Questions_AreGroupedByTextAndLanguage(string set, string language, string group) =>
        Assert.Equal(group, ReferenceStudy.GroupOf(new QuestionItem(set, language, "", [""], new SourceText([""]))));

    [Theory]
    [InlineData("It was  built\nin 1840.", true)]
    [InlineData("it was Built in", true)]
    [InlineData("It was in 1840.", false)]
    public void Answer_Survives_WhateverTheCaseAndTheWhiteSpace(string output, bool isAnswered) =>
        Assert.Equal(isAnswered, new QuestionItem("own", "en", "", ["was built in"], new SourceText([""])).IsAnsweredBy(output));
}
