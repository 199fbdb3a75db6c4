using CsCheck;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Kinds;
using PromptCompressor.Core.Content.Rewriting;

namespace PromptCompressor.UnitTests.Core.Content.Rewriting;

/// <summary>What is rewritten without a loss comes back to the byte.</summary>
public sealed class RewritingTests
{
    private static readonly Gen<string> Lines =
        Gen.Select(Gen.OneOf("a", "a b ", "", "x [x3]", "--", "src/a.py", "src/a.py:1:x", "src/a.py:2:y", "src/a.py-3-z", "src/b c.cs:4:  t", "C:\\x\\y.cs:12:t", "12:t", "grep: x: denied", "     1\ta", "   123\tb", "1234567\tc"), Gen.OneOf("\n", "\n", "\r\n"))
            .Select((line, end) => line + end).List[0, 30].Select(lines => string.Concat(lines));

    [Fact]
    public void EqualLines_Folded_UnfoldToTheSameBytes() =>
        Gen.OneOf(Lines, Lines.Select(t => t.TrimEnd('\n')), Gen.String[Gen.Char["ab[x12] \n\r"], 0, 60]).Sample(
            text =>
            {
                var folded = EqualLines.Fold(text);
                Assert.True(folded.Length <= text.Length);
                Assert.True(folded == text || EqualLines.Unfold(folded) == text);
            },
            iter: 20_000);

    [Fact]
    public void EqualLines_InARow_StandOnceWithTheirNumber()
    {
        Assert.Equal("a\nb b b [x3]\nc\nd\nd\n", EqualLines.Fold("a\nb b b\nb b b\nb b b\nc\nd\nd\n"));
        Assert.Equal("b b b\nb b b\nb b b\nb [x2]", EqualLines.Fold("b b b\nb b b\nb b b\nb [x2]"));
    }

    [Fact]
    public void SearchGroups_Grouped_UngroupToTheSameBytes() =>
        Lines.Sample(
            text =>
            {
                var grouped = SearchGroups.Group(text);
                Assert.True(grouped == text || SearchGroups.Ungroup(grouped) == text);
            },
            iter: 20_000);

    [Fact]
    public void SearchGroups_HitsOfAFile_StandUnderItsPath() =>
        Assert.Equal(
            "src/a-b.cs\n1:x\n2-y\n--\n9:z\nsrc/c.cs:3:w\nC:\\d e\\f.cs\n4:v\n5:u:w\nBinary file x matches\n",
            SearchGroups.Group("src/a-b.cs:1:x\nsrc/a-b.cs-2-y\n--\nsrc/a-b.cs:9:z\nsrc/c.cs:3:w\nC:\\d e\\f.cs:4:v\nC:\\d e\\f.cs:5:u:w\nBinary file x matches\n"));

    [Theory]
    [InlineData("12:03:44 one\n12:03:45 two\n12:03:46 three\n")]
    [InlineData("http://h:80:x\nhttp://h:81:y\n")]
    [InlineData("3:x\n4:y\n")]
    public void SearchGroups_OtherLines_AreAsTheyCame(string text) => Assert.Equal(text, SearchGroups.Group(text));

    [Fact]
    public void ReaderNumbers_Trimmed_PadToTheSameBytes() =>
        Lines.Sample(
            text =>
            {
                var trimmed = ReaderNumbers.Trim(text);
                Assert.True(trimmed == text || ReaderNumbers.Pad(trimmed) == text);
            },
            iter: 5000);

    [Fact]
    public void ReaderNumbers_OfCatN_LoseTheirBlanks() => Assert.Equal("9\t  a\n10\t\n", ReaderNumbers.Trim("     9\t  a\n    10\t\n"));

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m \u001b]0;title\arest", "red rest")]
    [InlineData("10%\r 50%\r100% done\nnext\r\n", "100% done\nnext\r\n")]
    [InlineData("warning: x\n10%\r99%\n", "warning: x\n99%\n")]
    [InlineData("long line\rshort", "shortline")]
    [InlineData("a  \n\n\n\nb\t\n", "a\n\nb\n")]
    public void TerminalText_IsWhatATerminalShows(string text, string shown) => Assert.Equal(shown, TerminalText.Shown(text));

    [Fact]
    public void TerminalText_OfUnknownText_TouchesControlsAlone() =>
        Assert.Equal("a  \n\n\nb red \n100%\n", TerminalText.WithoutControls("a  \n\n\nb \u001b[31mred\u001b[0m \n10%\r100%\n"));

    [Fact]
    public void TerminalText_OfWhatWasShown_IsTheSame() =>
        Gen.String[Gen.Char["a \n\r\t"], 0, 60].Sample(text => Assert.Equal(TerminalText.Shown(text), TerminalText.Shown(TerminalText.Shown(text))), iter: 10_000);

    [Theory]
    [InlineData(" id | name \n----+------\n  1 | a b  \n  2 |      \n", "id|name\n-+-\n1|a b\n2|\n")]
    [InlineData("| a | b\\|c |\n|:--|----:|\n| 1 |  |\n| `x` | 2 |\n", "|a|b\\|c|\n|:---|---:|\n|1||\n|`x`|2|\n")]
    [InlineData("NAME    READY   AGE\na b     1/1     2d\nc       0/1     3d\n", "NAME\tREADY\tAGE\na b\t1/1\t2d\nc\t0/1\t3d\n")]
    [InlineData("+----+---+\n| id | n |\n+----+---+\n|  1 | a |\n|  2 | b |\n+----+---+\n", "+-+-+\n|id|n|\n+-+-+\n|1|a|\n|2|b|\n+-+-+\n")]
    public void TightTable_KeepsItsCells(string table, string tight) => Assert.Equal(tight, TableContent.Tight(table));

    [Fact]
    public void TightTable_EmptyCellOfAnAlignedTable_StaysWhereItIs()
    {
        const string Pods = "NAME    READY   NODE    AGE\na       1/1     n1      2d\nb       0/1             3d\n";
        Assert.Equal(Pods, TableContent.Tight(Pods));
    }
}
