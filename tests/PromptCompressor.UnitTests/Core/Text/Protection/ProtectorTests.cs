using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

public class ProtectorTests
{
    private const ProtectionKind Whole = ProtectionKind.Whole;
    private const ProtectionKind Always = ProtectionKind.Always;
    private const ProtectionKind Mark = ProtectionKind.Mark;

    [Fact]
    public void Find_OverlappingWholes_JoinsThemUnderTheFirstName() =>
        Assert.Equal([Span(0, 9, Whole, "a")], Find((0, 5, Whole, "a"), (3, 9, Whole, "b")));

    [Fact]
    public void Find_TouchingWholes_StayTwo() =>
        Assert.Equal([Span(0, 5, Whole, "a"), Span(5, 9, Whole, "b")], Find((0, 5, Whole, "a"), (5, 9, Whole, "b")));

    [Fact]
    public void Find_AlwaysInsideWhole_KeepsAllOfIt() =>
        Assert.Equal([Span(0, 9, Always, "a")], Find((0, 9, Whole, "w"), (3, 5, Always, "a"), (4, 6, Always, "b")));

    [Fact]
    public void Find_AlwaysOverTwoWholes_KeepsAllOfBoth() =>
        Assert.Equal([Span(0, 9, Always, "a"), Span(9, 11, Whole, "x")], Find((0, 4, Whole, "v"), (6, 9, Whole, "w"), (3, 7, Always, "a"), (9, 11, Whole, "x")));

    [Fact]
    public void Find_MarkByItself_IsFixed() =>
        Assert.Equal([Span(0, 3, Whole, "w"), Span(3, 4, Always, "m")], Find((0, 3, Whole, "w"), (3, 4, Mark, "m")));

    [Fact]
    public void Find_MarkInsideWhole_IsPartOfIt() =>
        Assert.Equal([Span(0, 5, Whole, "w")], Find((3, 4, Mark, "m"), (0, 5, Whole, "w"), (4, 5, Mark, "m")));

    [Fact]
    public void Find_MarkReachingOutOfAWhole_KeepsAllOfIt() =>
        Assert.Equal([Span(0, 6, Always, "m")], Find((0, 5, Whole, "w"), (3, 6, Mark, "m")));

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
    public void Find_AnySpans_AreSortedDisjointAndCutNone()
    {
        var span = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 8], Gen.Int[0, 2], (start, length, kind) => (start, Math.Min(20, start + length), (ProtectionKind)kind, "r"));

        span.Array[0, 12].Sample(spans =>
        {
            var found = Find(spans);
            for (var i = 0; i < found.Count; i++)
            {
                Assert.False(found[i].Span.IsEmpty);
                Assert.True(i == 0 || found[i - 1].Span.End <= found[i].Span.Start);
                Assert.NotEqual(Mark, found[i].Kind);
                Assert.True(found[i].Kind == Whole || spans.Any(asked => asked.Item3 != Whole && new TextSpan(asked.Item1, asked.Item2).Overlaps(found[i].Span)));
            }

            foreach (var (start, end, kind, _) in spans.Where(asked => asked.Item2 > asked.Item1))
            {
                var holder = Assert.Single(found, it => it.Span.Start <= start && it.Span.End >= end);
                Assert.True(kind != Always || holder.Kind == Always);
            }

            for (var i = 0; i < 20; i++)
            {
                var at = new TextSpan(i, i + 1);
                Assert.Equal(spans.Any(asked => new TextSpan(asked.Item1, asked.Item2).Overlaps(at)), found.Any(it => it.Span.Overlaps(at)));
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
