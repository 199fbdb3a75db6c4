using CsCheck;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Selection.Rendering;

public sealed class RendererTests
{
    /// <summary>Words in square brackets are dropped.</summary>
    [Theory]
    [InlineData("Anna: ⟦um⟧⟦,⟧ move ⟦the⟧ launch", "Anna: move launch")]
    [InlineData("the meeting ⟦went⟧ ⟦well⟧.", "the meeting.")]
    [InlineData("keep ⟦the⟧ (⟦very⟧ old) roof", "keep (old) roof")]
    [InlineData("one\n⟦two⟧\nthree", "one\nthree")]
    [InlineData("one ⟦a⟧\n⟦b⟧ two", "one\ntwo")]
    [InlineData("one\n\n⟦x⟧\ntwo", "one\n\ntwo")]
    [InlineData("one\n\n\n\n⟦x⟧ two", "one\n\ntwo")]
    [InlineData("if a:\n    ⟦log⟧ ⟦it⟧\n    return b", "if a:\n    return b")]
    [InlineData("and⟦/⟧or", "and/or")]
    [InlineData("foo⟦(⟧⟦x⟧⟦)⟧bar", "foo)bar")]
    [InlineData("foo ⟦bar⟧  baz", "foo baz")]
    [InlineData("  ⟦lead⟧ word ⟦trail⟧  ", "word")]
    [InlineData("会⟦议⟧⟦，⟧推迟", "会推迟")]
    [InlineData("データ⟦は⟧データ", "データはデータ")]
    [InlineData("5⟦、⟧7", "5、7")]
    [InlineData("two  spaces   stay", "two  spaces   stay")]
    [InlineData("price ⟦is⟧ $⟦US⟧ 5", "price $5")]
    public void Render_DroppedWords_LeavesReadableText(string marked, string expected)
    {
        var (text, units, kept) = Parse(marked);
        Assert.Equal(expected, Written(text, units, kept));
    }

    [Fact]
    public void Render_AnyChoice_IsASubsequenceOfTheSourceInWholeWords() =>
        Gen.Select(TextGen.Any, Gen.Int).Sample((text, seed) =>
        {
            var random = new Random(seed);
            var units = UnitsOf(text);
            var kept = units.Select(_ => random.Next(2) == 0).ToArray();
            var chosen = kept.ToArray();
            WordGlue.Keep(text, units, kept);
            Assert.All(Enumerable.Range(0, kept.Length), i => Assert.True(kept[i] || !chosen[i]));

            var slices = new List<TextSpan>();
            Renderer.Render(text, units, kept, slices);
            var at = 0;
            foreach (var slice in slices)
            {
                Assert.True(slice.Start >= at && slice.End > slice.Start && slice.End <= text.Length);
                at = slice.End + 1;
            }

            for (var i = 0; i < units.Length; i++)
            {
                var covered = slices.Any(slice => slice.Start <= units[i].Span.Start && slice.End >= units[i].Span.End);
                var touched = slices.Any(slice => slice.Overlaps(units[i].Span));
                Assert.Equal(kept[i], covered);
                Assert.Equal(kept[i], touched);
            }
        });

    [Fact]
    public void Render_AllKept_GivesTheTrimmedSource() =>
        TextGen.Any.Sample(text =>
        {
            var units = UnitsOf(text);
            Assert.Equal(text.Trim(), Written(text, units, [.. units.Select(_ => true)]));
        });

    private static SelectableUnit[] UnitsOf(string text)
    {
        var words = new List<TextSpan>();
        WordSplitter.Split(text, 0, words);
        return [.. words.Select(word => new SelectableUnit(word, default, false, null))];
    }

    private static string Written(string text, SelectableUnit[] units, bool[] kept)
    {
        WordGlue.Keep(text, units, kept);
        var slices = new List<TextSpan>();
        Renderer.Render(text, units, kept, slices);
        return string.Concat(slices.Select(slice => slice.Of(text).ToString()));
    }

    private static (string Text, SelectableUnit[] Units, bool[] Kept) Parse(string marked)
    {
        var text = marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal);
        var isDropped = new bool[text.Length];
        var at = 0;
        var inside = false;
        foreach (var c in marked)
        {
            if (c is '⟦' or '⟧')
            {
                inside = c == '⟦';
            }
            else
            {
                isDropped[at++] = inside;
            }
        }

        var units = UnitsOf(text);
        return (text, units, [.. units.Select(unit => !isDropped[unit.Span.Start])]);
    }
}
