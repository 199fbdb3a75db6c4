using System.Text.Json.Nodes;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.UnitTests.Server.Originals;

/// <summary>Where the hash of an original stands in a compressed text.</summary>
public sealed class OriginalMarkTests
{
    private const string Hash = "0123456789abcdef01234567";

    [Theory]
    [InlineData("[41 lines omitted: 38 INFO, 3 DEBUG]", "[41 lines omitted: 38 INFO, 3 DEBUG. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData("a line [1 of 59 like this]", "a line [1 of 59 like this. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData("    # [lines 41-118 omitted]", "    # [lines 41-118 omitted. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData("<!-- [3 elements omitted] -->", "<!-- [3 elements omitted. Retrieve more: hash=0123456789abcdef01234567] -->")]
    [InlineData("src/a.py [15 more in this file]", "src/a.py [15 more in this file. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData("| [8 rows omitted] | | |", "| [8 rows omitted. Retrieve more: hash=0123456789abcdef01234567] | | |")]
    [InlineData("""[1,{"_omitted_rows":9},2]""", """[1,{"_omitted_rows":9,"_original":"Retrieve more: hash=0123456789abcdef01234567"},2]""")]
    [InlineData("""{"columns":["a"],"count":9,"omitted_rows":8,"rows":[[1]]}""", """{"columns":["a"],"count":9,"omitted_rows":8,"original":"Retrieve more: hash=0123456789abcdef01234567","rows":[[1]]}""")]
    [InlineData("""{"log":"a\n[7 lines omitted]\nb"}""", """{"log":"a\n[7 lines omitted. Retrieve more: hash=0123456789abcdef01234567]\nb"}""")]
    public void Hash_StandsInTheMark_WhichIsAMarkStill(string output, string marked)
    {
        var (at, text) = OriginalMark.PlaceIn("source", $"{output}\n[2 lines omitted]", [Block(ContentKind.Unknown)], Hash, OriginalMark.WordsLeftOut)!.Value;

        Assert.Equal(marked, output.Insert(at, text));
        Assert.Equal(OmissionMark.IsMark(output), OmissionMark.IsMark(marked));
        if (output[^1] is '}' || output.StartsWith("[1,", StringComparison.Ordinal))
        {
            Assert.NotNull(JsonNode.Parse(marked));
        }
    }

    [Theory]
    [InlineData("[12 lines omitted] stood here\nmore", "[12 lines omitted] stood here", ContentKind.Prose)]
    [InlineData("""["12 more", "x", "y"]""", """["12 more","x"]""", ContentKind.Csv)]
    [InlineData("""{"a":[3],"_omitted_rows":7,"b":1}""", """{"_omitted_rows":7}""", ContentKind.Csv)]
    public void WhatTheSourceSays_IsNoMarkOfOurs(string source, string output, ContentKind kind)
    {
        var place = OriginalMark.PlaceIn(source, output, [Block(kind)], Hash, OriginalMark.WordsLeftOut);

        Assert.Equal(kind == ContentKind.Prose ? output.Length : null, place?.At);
    }

    /// <summary>A bracket that lost words is the source's own, and not a mark: a hash in it would say that the source spoke of it.</summary>
    [Theory]
    [InlineData(ContentKind.Prose)]
    [InlineData(ContentKind.Html)]
    public void WhatIsLeftOfTheSourcesBrackets_IsNoMarkOfOurs(ContentKind kind)
    {
        const string Output = "[We sold 12 units more than last year]\nEnd.";

        var (at, text) = OriginalMark.PlaceIn("[We sold 12 units more than during the last year]\nEnd.", Output, [Block(kind), Block(ContentKind.Prose)], Hash, OriginalMark.WordsLeftOut)!.Value;

        Assert.Equal(Output.Length, at);
        Assert.StartsWith("\n[", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ContentKind.Prose, "one three", "one three\n[2 of 4 words left out. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData(ContentKind.Log, "one three\n", "one three\n[2 of 4 words left out. Retrieve more: hash=0123456789abcdef01234567]")]
    [InlineData(ContentKind.Json, "one three", null)]
    [InlineData(ContentKind.Xml, "one three", null)]
    [InlineData(ContentKind.Csv, "one three", null)]
    [InlineData(ContentKind.Diff, "one three", null)]
    [InlineData(ContentKind.Prose, "", null)]
    public void LostWords_AreALineOfTheirOwn_WhereALineBreaksNothing(ContentKind last, string output, string? marked)
    {
        var place = OriginalMark.PlaceIn("one two  three\nfour", output, [Block(ContentKind.Prose), Block(last)], Hash, OriginalMark.WordsLeftOut);

        Assert.Equal(marked, place is { } found ? output.Insert(found.At, found.Text) : null);
        Assert.True(marked is null || OmissionMark.IsMark(marked.Split('\n')[^1]));
    }

    [Fact]
    public void Texts_ThatLostNothing_NeedNone()
    {
        Assert.False(OriginalMark.IsNeeded("a", "a", null));
        Assert.False(OriginalMark.IsNeeded("a  b", "a b", [Block(ContentKind.Table) with { Lossless = true }]));
        Assert.True(OriginalMark.IsNeeded("a  b", "a b", null));
        Assert.True(OriginalMark.IsNeeded("a  b", "a b", [Block(ContentKind.Table)]));
    }

    [Theory]
    [InlineData("See [12 lines omitted. Retrieve more: hash=0123456789abcdef01234567] there.", 4, 68)]
    [InlineData("[a][Retrieve more: hash=0123456789abcdef01234567]", 3, 49)]
    [InlineData("[Retrieve more: hash=0123456789abcdef0123456]", 0, 0)]
    [InlineData("Retrieve more: hash=0123456789abcdef01234567]", 0, 0)]
    [InlineData("[Retrieve more: hash=0123456789abcdef01234567", 0, 0)]
    [InlineData("[a\nRetrieve more: hash=0123456789abcdef01234567]", 0, 0)]
    public void Rule_KeepsWholeMarks_AndNothingElse(string text, int start, int end)
    {
        var found = new List<ProtectedSpan>();
        OriginalMarkRule.Instance.Find(text, found);

        Assert.Equal(end == 0 ? [] : [new TextSpan(start, end)], found.Select(span => span.Span));
    }

    private static BlockOutcome Block(ContentKind kind) => new(kind, new TextSpan(0, 1), ["some"], false, 1, 2, 1);
}
