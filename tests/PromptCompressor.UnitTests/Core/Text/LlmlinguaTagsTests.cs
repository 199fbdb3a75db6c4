using CsCheck;
using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Core.Text;

public sealed class LlmlinguaTagsTests
{
    [Theory]
    [InlineData("plain < text > with <llmlingua-2> and </llmlinguas>", null)]
    [InlineData("", null)]
    [InlineData("<llmlingua, rate=0.4>a b</llmlingua>", "a b=0.4")]
    [InlineData("x <llmlingua, rate=0.4>a</llmlingua> y", "x =|a=0.4| y=")]
    [InlineData("<LLMLingua , Compress = false , RATE = .25 >a</llmLINGUA >b", "a=1|b=")]
    [InlineData("<llmlingua, compress=True>a</llmlingua>", "a=")]
    [InlineData("<llmlingua, compress=True, rate=1>a < b > c</llmlingua>", "a < b > c=1")]
    [InlineData("<llmlingua>a</llmlingua><llmlingua, rate=0.1></llmlingua>\n", "a=|\n=")]
    public void Read_Tags_GivesTheParts(string text, string? expected)
    {
        Assert.Null(LlmlinguaTags.Read(text, out var parts));

        Assert.Equal(
            expected, parts is null ? null : string.Join('|', parts.Select(part => FormattableString.Invariant($"{part.Span.Of(text).ToString()}={part.Rate}"))));
    }

    [Theory]
    [InlineData("a <llmlingua, rate=0.4>b", "has at 2 a tag without its </llmlingua>.")]
    [InlineData("a <llmlingua, rate=0.4", "has at 2 a tag without its '>'.")]
    [InlineData("a <llmlingua", "has at 2 a tag without its '>'.")]
    [InlineData("a</llmlingua>", "has at 1 a </llmlingua> that closes nothing.")]
    [InlineData("<llmlingua>a</llmlingua x>", "has at 12 a closing tag that is not </llmlingua>.")]
    [InlineData("<llmlingua>a<llmlingua>b</llmlingua></llmlingua>", "has at 12 a tag inside the one at 0: tags cannot be nested.")]
    [InlineData("<llmlingua, rate=0>a</llmlingua>", "has at 0 a tag whose rate is no number above 0 and at most 1; what is to be dropped is best left out.")]
    [InlineData("<llmlingua, rate=1.1>a</llmlingua>", "has at 0 a tag whose rate is no number above 0 and at most 1; what is to be dropped is best left out.")]
    [InlineData("<llmlingua, rate=NaN>a</llmlingua>", "has at 0 a tag whose rate is no number above 0 and at most 1; what is to be dropped is best left out.")]
    [InlineData("<llmlingua, compress=no>a</llmlingua>", "has at 0 a tag whose compress is neither True nor False.")]
    [InlineData("<llmlingua rate=0.4>a</llmlingua>", "has at 0 a tag whose attributes do not each begin with a comma, as in <llmlingua, rate=0.4, compress=True>.")]
    [InlineData("<llmlingua, rate=0.4, rate=0.4>a</llmlingua>", "has at 0 a tag with something else than one rate=... and one compress=...")]
    [InlineData("<llmlingua, keep=0.4>a</llmlingua>", "has at 0 a tag with something else than one rate=... and one compress=...")]
    [InlineData("<llmlingua,>a</llmlingua>", "has at 0 a tag with something else than one rate=... and one compress=...")]
    public void Read_MalformedTag_SaysWhatAndWhere(string text, string error)
    {
        Assert.Equal(error, LlmlinguaTags.Read(text, out var parts));

        Assert.Null(parts);
    }

    [Fact]
    public void Read_AnyText_IsRefusedOrCutAtItsTags()
    {
        string[] pieces = ["<llmlingua", "</llmlingua", ">", ">", ", rate=0.5", ",rate=2", ", compress=False", ", compress=x", "<LLMLINGUA>", "</llmlingua >", "<llmlingua, rate=0.2>", "</llmlingua>", "<", "a", " ", "\n", "\ud800"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 14].Select(string.Concat).Sample(
            text =>
            {
                var error = LlmlinguaTags.Read(text, out var parts);
                Assert.True(error is null || parts is null);
                var end = 0;
                foreach (var part in parts ?? [])
                {
                    Assert.True(part.Span.Start >= end && !part.Span.IsEmpty);
                    AssertTags(text[end..part.Span.Start]);
                    end = part.Span.End;
                }

                if (parts is not null)
                {
                    AssertTags(text[end..]);
                }
            },
            iter: 3_000);

        static void AssertTags(string between) => Assert.True(between.Length == 0 || (between.StartsWith('<') && between.EndsWith('>')), between);
    }
}
