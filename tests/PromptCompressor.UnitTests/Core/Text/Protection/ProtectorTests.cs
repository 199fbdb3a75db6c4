using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

public class ProtectorTests
{
    private const ProtectionKind Whole = ProtectionKind.Whole;
    private const ProtectionKind Always = ProtectionKind.Always;

    [Fact]
    public void Find_OverlappingWholes_JoinsThemUnderTheFirstName() =>
        Assert.Equal([Span(0, 9, Whole, "a")], Find((0, 5, Whole, "a"), (3, 9, Whole, "b")));

    [Fact]
    public void Find_TouchingWholes_StayTwo() =>
        Assert.Equal([Span(0, 5, Whole, "a"), Span(5, 9, Whole, "b")], Find((0, 5, Whole, "a"), (5, 9, Whole, "b")));

    [Fact]
    public void Find_AlwaysInsideWhole_LeavesBothRestsWhole() =>
        Assert.Equal(
            [Span(0, 3, Whole, "w"), Span(3, 5, Always, "a"), Span(5, 9, Whole, "w")],
            Find((0, 9, Whole, "w"), (3, 5, Always, "a")));

    [Fact]
    public void Find_WholeInsideAlways_Vanishes() =>
        Assert.Equal([Span(0, 9, Always, "a")], Find((2, 5, Whole, "w"), (0, 9, Always, "a")));

    [Fact]
    public void Find_SameSpanTwice_TakesTheNameOfTheEarlierRule() =>
        Assert.Equal("number", Assert.Single(Protector.Find("18ms", ProtectionRules.Default)).Rule);

    [Fact]
    public void Find_SpansOutsideTheText_AreClipped() =>
        Assert.Equal([Span(0, 20, Whole, "w")], Find((-5, 99, Whole, "w"), (30, 40, Always, "a"), (7, 7, Always, "a")));

    [Fact]
    public void Find_AnySpans_AreSortedDisjointAndCoverTheSameText()
    {
        var span = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 8], Gen.Bool, (start, length, isAlways) =>
            (start, start + length, isAlways ? Always : Whole, isAlways ? "a" : "w"));

        span.Array[0, 12].Sample(spans =>
        {
            var found = Find(spans);
            for (var i = 0; i < found.Count; i++)
            {
                Assert.False(found[i].Span.IsEmpty);
                Assert.True(i == 0 || found[i - 1].Span.End <= found[i].Span.Start);
            }

            for (var i = 0; i < 20; i++)
            {
                var at = new TextSpan(i, i + 1);
                var asked = spans.Where(s => new TextSpan(s.Item1, s.Item2).Overlaps(at)).Select(s => s.Item3).ToList();
                var got = found.Where(s => s.Span.Overlaps(at)).Select(s => (ProtectionKind?)s.Kind).SingleOrDefault();
                Assert.Equal(asked.Count == 0 ? null : asked.Max(), got);
            }
        });
    }

    [Fact]
    public void Find_AnyText_NeverThrowsAndIsTheSameTwice()
    {
        var piece = Gen.OneOf(
            Gen.String,
            Texts.OneOf("\0", "\ud800", "\udc00", "```\n", "`", "|", "|-|\n", "{\"a\":", "\"", "]", "://", "www.", "@", "1,234", "€", " ", "\r\n", "\\", "-", "#", "March ", "第", "٣", "a_b", "--", "=", "%"));
        var rules = ProtectionRules.Parse(["all", "/[a-z]+$/"]).Rules;

        piece.List[0, 30].Select(string.Concat).Sample(text =>
        {
            var found = Protector.Find(text, rules);
            Assert.Equal(found, Protector.Find(text, rules));
            Assert.All(found, span => Assert.InRange(span.Span.Start, 0, text.Length));
        });
    }

    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("`")]
    [InlineData("|")]
    [InlineData("\"")]
    [InlineData("<")]
    [InlineData("a@")]
    [InlineData("-")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[\"[")]
    [InlineData("\\`")]
    [InlineData("a_")]
    [InlineData("1,")]
    [InlineData("1 k ")]
    [InlineData("://")]
    [InlineData("a://(")]
    [InlineData("|-|\n")]
    [InlineData("` ``\n")]
    [InlineData("~~~\n")]
    [InlineData("\\")]
    [InlineData("www.")]
    [InlineData("3月")]
    [InlineData("a.")]
    [InlineData("/")]
    [InlineData("May ")]
    [InlineData("\ud800")]
    public void Find_HostileRepetition_Ends(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));

        var found = Protector.Find(text, ProtectionRules.Default);

        Assert.All(found, span => Assert.False(span.Span.IsEmpty));
    }

    private static ProtectedSpan Span(int start, int end, ProtectionKind kind, string rule) => new(new TextSpan(start, end), kind, rule);

    private static IReadOnlyList<ProtectedSpan> Find(params (int Start, int End, ProtectionKind Kind, string Rule)[] spans) =>
        Protector.Find(new string('x', 20), [.. spans.Select(s => new FixedRule(Span(s.Start, s.End, s.Kind, s.Rule)))]);

    private sealed class FixedRule(ProtectedSpan span) : IProtectionRule
    {
        public string Name => span.Rule;

        public void Find(string text, ICollection<ProtectedSpan> found) => found.Add(span);
    }
}
