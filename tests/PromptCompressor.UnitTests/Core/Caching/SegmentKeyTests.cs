using CsCheck;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.UnitTests.Core.Caching;

public sealed class SegmentKeyTests
{
    /// <summary>Names and texts whose parts could be taken for each other, a character moved from one to the next.</summary>
    private static readonly Gen<(string Space, string Format, string Model, string Sha, string Text)> Parts =
        Gen.Select(Name("ab"), Name("ab/"), Name("ab/"), Name("01"), Gen.String[Gen.Char["ab\n01\ud800\0"], 0, 3]);

    [Fact]
    public void Of_AnyTwo_AreEqualOnlyIfAllIsEqual() =>
        Gen.Select(Parts, Parts).Sample(
            (one, other) => Assert.Equal(one == other, KeyOf(one) == KeyOf(other)),
            iter: 20_000);

    [Fact]
    public void Of_TheSameTwice_IsTheSameWrittenOut() =>
        Parts.Sample(parts =>
        {
            var (first, second) = (new byte[SegmentKey.Size], new byte[SegmentKey.Size]);
            KeyOf(parts).WriteTo(first);
            KeyOf(parts).WriteTo(second);
            Assert.Equal(first, second);
        });

    private static Gen<string> Name(string characters) => Gen.String[Gen.Char[characters], 0, 2];

    private static SegmentKey KeyOf((string Space, string Format, string Model, string Sha, string Text) parts) =>
        SegmentKey.Of(new CacheScope(parts.Space, parts.Format, parts.Model, parts.Sha), parts.Text);
}
