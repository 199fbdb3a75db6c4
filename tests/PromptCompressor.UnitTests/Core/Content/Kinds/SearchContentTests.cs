using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class SearchContentTests
{
    [Fact]
    public void Search_FewHits_AllStayUnderTheirPaths()
    {
        var reduction = ContentTexts.Only(Samples.Hits(90), 0.1);
        Assert.Equal(ContentKind.SearchResults, reduction.Kind);
        Assert.True(reduction.Lossless && reduction.TargetMissed);
        Assert.Equal(90, ContentTexts.Times(reduction.Text, "total = entry["));
    }

    [Fact]
    public void Search_ForAnAgent_LosesNoHitOfAFewThousandTokens()
    {
        var text = Samples.Hits(120);
        var reduction = ContentReducer.Reduce(text, ContentKind.SearchResults, ContentTexts.Count(text) / 2, ContentTexts.Options);
        Assert.True(reduction.Lossless);
        Assert.False(ContentReducer.Reduce(text, ContentKind.SearchResults, ContentTexts.Count(text) / 2, ContentTexts.Options with { FillTarget = true }).Lossless);
    }

    [Fact]
    public void Search_ManyHits_EveryFileIsNamedAndCountsAddUp()
    {
        var text = Samples.Hits(300);
        var reduced = ContentTexts.Reduce(text, 0.2);
        for (var file = 0; file < 30; file++)
        {
            Assert.Contains(Samples.Line($"/part{file}.py"), reduced, StringComparison.Ordinal);
        }

        var lines = reduced.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kept = lines.Count(l => char.IsAsciiDigit(l[0]));
        var left = lines.Where(l => l.EndsWith(']') && l.Contains('[', StringComparison.Ordinal) && !l.Contains("entry", StringComparison.Ordinal))
            .Sum(l => int.Parse(l[(l.LastIndexOf('[') + 1)..l.IndexOf(' ', l.LastIndexOf('['))], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(300, kept + left);
        Assert.InRange(left, 100, 270);
    }

    [Fact]
    public void Search_TheOnlyDefinition_Stays() =>
        Assert.Contains(":    def total(entry):", ContentTexts.Reduce(Samples.Hits(300).Replace("total = entry[155] + 465", "def total(entry):", StringComparison.Ordinal), 0.2), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/a.py\n12:text of a hit\n13-and the line below\n--\n40:another hit\n\nsrc/b.py\n3:the last hit\n4-and the line below\n")]
    [InlineData("3:first hit of one file\n14:second hit\n15:third hit\n16:fourth hit\n")]
    public void Search_OtherForms_AreKnownAndAsTheyCame(string text)
    {
        var blocks = ContentDetector.Blocks(text);
        Assert.All(blocks, block => Assert.Equal(ContentKind.SearchResults, block.Kind));
        Assert.Equal(text, ContentTexts.Reduce(text, 0.1));
    }
}
