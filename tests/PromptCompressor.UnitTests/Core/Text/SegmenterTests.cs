using System.Text;
using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Text;

public sealed class SegmenterTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => ["prose", "markdown", "code", "logs", "chinese"];

    [Fact]
    public void Split_AnyText_CoversAllButWhiteSpaceInOrder() =>
        TextGen.Any.Array[1, 8].Select(string.Concat).Sample(text =>
        {
            var at = 0;
            foreach (var segment in Segmenter.Split(text))
            {
                Assert.True(segment.Start >= at && segment.End > segment.Start);
                Assert.True(string.IsNullOrWhiteSpace(text[at..segment.Start]));
                Assert.False(char.IsWhiteSpace(text[segment.Start]) || char.IsWhiteSpace(text[segment.End - 1]));
                at = segment.End;
            }

            Assert.True(string.IsNullOrWhiteSpace(text[at..]));
        });

    [Theory]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("支")]
    [InlineData("😀")]
    [InlineData("word ")]
    [InlineData("word\u00A0")]
    [InlineData("line\n")]
    [InlineData("line\u2028")]
    [InlineData("Sentence. ")]
    [InlineData("\ud800")]
    public void Split_EndlessRepeats_StaysWithinTheBound(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 100_000).ToString();
        foreach (var segment in Segmenter.Split(text))
        {
            Assert.InRange(TextWeight.Of(segment.Of(text)), 1, (Segmenter.MaxTokens + 1) * TextWeight.PerToken);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Split_OneParagraphEdited_LeavesOtherSegmentsAlone(string kind)
    {
        var paragraphs = SampleTexts.Paragraphs(kind, 100);
        var separator = SampleTexts.SeparatorOf(kind);
        var other = SampleTexts.Paragraphs(kind, 101)[100];
        var before = SegmentTexts(string.Join(separator, paragraphs)).ToHashSet();
        var worst = new Dictionary<string, double>();
        foreach (var at in new[] { 0, 13, 50, 77, 99 })
        {
            Measure("replace", [.. paragraphs[..at], other, .. paragraphs[(at + 1)..]]);
            Measure("insert", [.. paragraphs[..at], other, .. paragraphs[at..]]);
            Measure("delete", [.. paragraphs[..at], .. paragraphs[(at + 1)..]]);
        }

        output.WriteLine($"{kind,-9} segments {before.Count,4}  " + string.Join("  ", worst.Select(w => $"{w.Key} {w.Value:P1}")));
        Assert.All(worst.Values, share => Assert.True(share >= 0.95));

        void Measure(string edit, string[] edited)
        {
            var after = SegmentTexts(string.Join(separator, edited));
            var share = (double)after.Count(before.Contains) / after.Count;
            worst[edit] = Math.Min(share, worst.GetValueOrDefault(edit, 1));
        }
    }

    /// <summary>Any paragraph in place of any others, whatever it holds: the segments away from it are those of before.</summary>
    [Fact]
    public void Split_AnyEdit_LeavesSegmentsElsewhereAlone() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 60], Gen.Int[0, 2], Gen.OneOf(TextGen.Any, TextGen.Any.Array[1, 8].Select(string.Concat))).Sample(
            (kind, at, removed, edit) =>
            {
                var name = new[] { "prose", "markdown", "logs", "chinese" }[kind];
                var separator = SampleTexts.SeparatorOf(name);
                var paragraphs = SampleTexts.Paragraphs(name, 100);
                var before = SegmentTexts(string.Join(separator, paragraphs));
                var after = SegmentTexts(string.Join(separator, [.. paragraphs[..at], edit, .. paragraphs[(at + removed)..]])).ToHashSet();

                // The paragraphs taken out, and one boundary's reach on either side.
                Assert.True(before.Count(segment => !after.Contains(segment)) <= removed + 5, $"{before.Count(segment => !after.Contains(segment))} of {before.Count}");
            },
            iter: 150);

    [Fact]
    public void Split_TextContinued_KeepsAllButTheLastSegments()
    {
        var paragraphs = SampleTexts.Paragraphs("prose", 40);
        var shorter = SegmentTexts(string.Join("\n\n", paragraphs[..30]));
        var longer = SegmentTexts(string.Join("\n\n", paragraphs));
        Assert.Equal(shorter[..^2], longer[..(shorter.Count - 2)]);
    }

    private static List<string> SegmentTexts(string text) => [.. Segmenter.Split(text).Select(segment => segment.Of(text).ToString())];
}
