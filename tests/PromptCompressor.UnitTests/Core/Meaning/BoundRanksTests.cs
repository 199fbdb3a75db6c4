using PromptCompressor.Core.Meaning.Units;

namespace PromptCompressor.UnitTests.Core.Meaning;

/// <summary>What a word brings along counts in the order of choice.</summary>
public sealed class BoundRanksTests
{
    [Fact]
    public void Of_WordThatBringsOthers_ComesLaterThanOneThatBringsNone()
    {
        var ranks = Ranks("The door is not open. Rain falls.", ["door", "Rain"]);

        Assert.True(ranks["door"] < ranks["Rain"], $"{ranks["door"]} and {ranks["Rain"]}");
    }

    /// <summary>Two words of a sentence share what it needs.</summary>
    [Fact]
    public void Of_MoreWordsOfASentence_LowersThemLess()
    {
        const string text = "The door is not open. Rain falls.";

        Assert.True(Ranks(text, ["door", "open"])["door"] > Ranks(text, ["door"])["door"]);
    }

    [Fact]
    public void Of_AnyText_RaisesNothing()
    {
        var bound = new BoundText("Anna: It is not old, but only grey. It cost 22 Nm.\n<b>Do not, unless asked.</b>", 7);
        int[] ranks = [.. bound.Units.Select(unit => (int)unit.Score.Value)];

        var lowered = BoundRanks.Of(bound.Bindings, ranks, [.. ranks.Select(_ => 4)]);

        Assert.All(ranks.Zip(lowered), pair => Assert.InRange(pair.Second, ranks.Min(), pair.First));
    }

    private static Dictionary<string, int> Ranks(string text, string[] likely)
    {
        var bound = new BoundText(text);
        string[] words = [.. bound.Units.Select(unit => unit.Span.Of(text).ToString())];
        int[] ranks = [.. words.Select(word => likely.Contains(word) ? 1000 : 0)];
        return words.Zip(BoundRanks.Of(bound.Bindings, ranks, [.. words.Select(_ => 4)])).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
