using CsCheck;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Selection.Units;

public sealed class UnitBuilderTests
{
    [Fact]
    public void Build_SpanOverWords_MergesThemWithTheBestScore()
    {
        var units = Build("costs 3.42 m today", [10, 20, 30, 40, 50, 60], new ProtectedSpan(new TextSpan(6, 12), ProtectionKind.Whole, "number"));
        Assert.Equal([new TextSpan(0, 5), new TextSpan(6, 12), new TextSpan(13, 18)], units.Select(unit => unit.Span));
        Assert.Equal([10, 50, 60], units.Select(unit => (int)unit.Score.Value));
        Assert.Equal([null, "number", null], units.Select(unit => unit.Rule));
        Assert.DoesNotContain(units, unit => unit.IsFixed);
    }

    [Fact]
    public void Build_SpanInsideAWord_TakesTheWholeWord()
    {
        var units = Build("banana split", [1, 2], new ProtectedSpan(new TextSpan(2, 4), ProtectionKind.Always, "regex"));
        Assert.Equal(new TextSpan(0, 6), units[0].Span);
        Assert.True(units[0].IsFixed);
        Assert.False(units[1].IsFixed);
    }

    [Fact]
    public void Build_TwoSpansInOneWord_AreOneUnitAndAlwaysWins()
    {
        var units = Build(
            "banana split",
            [1, 2],
            new ProtectedSpan(new TextSpan(0, 2), ProtectionKind.Whole, "a"),
            new ProtectedSpan(new TextSpan(3, 9), ProtectionKind.Always, "b"));
        var unit = Assert.Single(units);
        Assert.Equal(new SelectableUnit(new TextSpan(0, 12), new Score(2), true, "b"), unit);
    }

    [Fact]
    public void Build_AnySpans_KeepsEveryWordInExactlyOneUnit() =>
        Gen.Select(TextGen.Any, Gen.Int[0, 20], Gen.Int).Sample((text, count, seed) =>
        {
            var random = new Random(seed);
            var spans = new List<ProtectedSpan>();
            var at = 0;
            for (var i = 0; i < count && at < text.Length; i++)
            {
                var start = random.Next(at, text.Length);
                at = Math.Min(text.Length, start + random.Next(1, 9));
                spans.Add(new ProtectedSpan(new TextSpan(start, at), random.Next(2) == 0 ? ProtectionKind.Whole : ProtectionKind.Always, "r"));
            }

            var words = new List<TextSpan>();
            WordSplitter.Split(text, 0, words);
            var units = UnitBuilder.Build(words, new Score[words.Count], spans);
            Assert.All(words, word => Assert.Single(units, unit => unit.Span.Start <= word.Start && unit.Span.End >= word.End));
            Assert.All(spans.Where(span => words.Any(span.Span.Overlaps)), span => Assert.Single(units, unit => unit.Span.Overlaps(span.Span)));
        });

    private static SelectableUnit[] Build(string text, byte[] scores, params ProtectedSpan[] spans)
    {
        var words = new List<TextSpan>();
        WordSplitter.Split(text, 0, words);
        return UnitBuilder.Build(words, Array.ConvertAll(scores, value => new Score(value)), spans);
    }
}
