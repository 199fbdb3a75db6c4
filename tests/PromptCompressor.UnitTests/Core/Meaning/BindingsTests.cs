using CsCheck;
using PromptCompressor.TestSupport;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Core.Meaning;

/// <summary>What holds for every text and every choice.</summary>
public sealed class BindingsTests
{
    private static readonly string[] Pieces =
    [
        "not", "don't", "only", "at most", "no", "nicht", "ne", "pas", "не", "değil", "没有", "ません", "ไม่", "لا", "नहीं", "않는다", "Anna:", "客服：", ">", "- [ ]", "❌", "1.", "(a)",
        "one", "and", "half", "hours", "22", "Nm", "二十三", "人", "§", "<b>", "</b>", "<doc id=\"1\">", "</doc>", "!=", "&&", "x", "=", ";", "(", ")", "\"", ",", ".", "。", "word", "other", "\n", "\n\n", "| a | b |\n|---|---|\n",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        TextGen.Any,
        ArbitraryText.Strings,
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 80].Select(pieces => string.Join(' ', pieces)),
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 80].Select(string.Concat));

    [Fact]
    public void Apply_MoreChosen_KeepsMore() =>
        Gen.Select(AnyText, Gen.Int).Sample((text, seed) =>
        {
            var bound = new BoundText(text, seed);
            var random = new Random(seed);
            // What stays of a text of which nothing was chosen, so that it is not blank, gives way to what is chosen: that is left out here.
            var few = bound.Units.Select(unit => unit.IsFixed || random.Next(8) == 0).ToArray();
            var many = few.Select(chosen => chosen || random.Next(8) == 0).ToArray();
            bound.Bindings.Apply(bound.Units, few, mayBeBlank: true);
            bound.Bindings.Apply(bound.Units, many, mayBeBlank: true);

            // What holds two units apart gives way to what stands between them.
            var givesWay = bound.Bindings.GiveWay();
            Assert.True(Enumerable.Range(0, few.Length).All(i => !few[i] || many[i] || givesWay[i]));
        });

    [Fact]
    public void Apply_AnyChoice_HoldsAllBindingsAndIsNeverBlank() =>
        Gen.Select(AnyText, Gen.Int).Sample((text, seed) =>
        {
            var bound = new BoundText(text, seed);
            var random = new Random(seed);
            var kept = bound.Units.Select(unit => unit.IsFixed || random.Next(6) == 0).ToArray();
            bound.Bindings.Apply(bound.Units, kept);

            Assert.True(bound.Bindings.Holds(kept));
            Assert.True(bound.Units.Length == 0 || kept.Any(one => one));
            Assert.All(bound.Units.Zip(kept), pair => Assert.True(pair.Second || !pair.First.IsFixed));
        });

    [Fact]
    public void Apply_Again_ChangesNothing() =>
        Gen.Select(AnyText, Gen.Int).Sample((text, seed) =>
        {
            var bound = new BoundText(text, seed);
            var random = new Random(seed);
            var chosen = bound.Units.Select(unit => unit.IsFixed || random.Next(6) == 0).ToArray();
            var once = chosen.ToArray();
            bound.Bindings.Apply(bound.Units, once);
            var other = chosen.ToArray();
            new BoundText(text, seed).Bindings.Apply(bound.Units, other);

            Assert.Equal(once, other);
        });

    /// <summary>The rules bind a bounded number of times for each unit, however the text is made.</summary>
    [Theory]
    [InlineData("<a>")]
    [InlineData("not ")]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData(", ")]
    [InlineData("one and ")]
    [InlineData("不")]
    [InlineData("- ")]
    [InlineData("too a ")]
    [InlineData("ない")]
    [InlineData("Anna:\n")]
    [InlineData("!")]
    public void Bind_Repeats_BindsInLinearNumber(string piece)
    {
        var few = Edges(piece, 500);
        var many = Edges(piece, 5000);

        Assert.True(many <= (few * 11) + 100, $"{few} and {many}");

        static int Edges(string piece, int times) => new BoundText(string.Concat(Enumerable.Repeat(piece, times)) + "end").Bindings.Count;
    }
}
