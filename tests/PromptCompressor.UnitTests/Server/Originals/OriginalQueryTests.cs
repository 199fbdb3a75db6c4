using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.UnitTests.Server.Originals;

/// <summary>Which part of an original comes back.</summary>
public sealed class OriginalQueryTests
{
    private const string Hash = "0123456789abcdef01234567";

    private static readonly OriginalQuery All = new() { Hash = Hash };

    [Fact]
    public void Lines_ComeBackInRange_AndSayWhereToGoOn()
    {
        Assert.Equal(("a\nb\nc", null, false), Read("a\nb\nc", All));
        Assert.Equal(("b\nc", null, false), Read("a\nb\nc", All with { FirstLine = 2 }));
        Assert.Equal(("b", null, false), Read("a\nb\nc", All with { FirstLine = 2, LastLine = 2 }));
        Assert.Equal(("", null, false), Read("a\nb\nc", All with { FirstLine = 4, LastLine = 9 }));
        Assert.Equal(("a\nb", 3, true), Read("a\nb\nc", All with { MaxCharacters = 4 }));
        Assert.Equal(("a\nb\nc", null, false), Read("a\nb\nc", All with { MaxCharacters = 5 }));
        Assert.Equal(("abc", 2, true), Read("abcdef\ng", All with { MaxCharacters = 3 }));
        Assert.Equal(("abc", null, true), Read("abcdef", All with { MaxCharacters = 3 }));
        Assert.Equal(("ab", null, true), Read("ab😀", All with { MaxCharacters = 3 }));
    }

    [Fact]
    public void Pages_PutTogether_AreTheOriginal()
    {
        var text = string.Join('\n', Enumerable.Range(0, 500).Select(i => new string('x', i % 90)));
        var lines = new List<string>();
        for (int? next = 1; next is { } first;)
        {
            var page = (All with { FirstLine = first, MaxCharacters = 300 }).Read(Kept(text));
            Assert.InRange(page.OriginalContent!.Length, 0, 300);
            lines.Add(page.OriginalContent);
            next = page.NextLine;
        }

        Assert.True(lines.Count > 10);
        Assert.Equal(text, string.Join('\n', lines));
    }

    [Fact]
    public void Search_FindsLines_InAnyCase_WithinItsBounds()
    {
        var text = string.Join('\n', Enumerable.Range(1, 1000).Select(i => i % 2 == 0 ? $"Error {i}" : $"fine {i}"));

        var all = (All with { Search = "ERROR 99" }).Read(Kept(text));
        Assert.Equal([(990, "Error 990"), (992, "Error 992"), (994, "Error 994"), (996, "Error 996"), (998, "Error 998")], all.Matches!.Select(match => (match.Line, match.Text)));
        Assert.Equal((null, false, 1000), (all.NextLine, all.Truncated, all.Lines));
        Assert.Null(all.OriginalContent);

        var many = (All with { Search = "error" }).Read(Kept(text));
        Assert.Equal((200, 402, true), (many.Matches!.Count, many.NextLine, many.Truncated));
        var next = (All with { Search = "error", FirstLine = many.NextLine!.Value }).Read(Kept(text));
        Assert.Equal(402, next.Matches![0].Line);
        Assert.Single((All with { Search = "error", MaxCharacters = 10 }).Read(Kept(text)).Matches!);
    }

    [Fact]
    public void LineLongerThanTheAnswer_IsToldFromLinesThatAreMissing()
    {
        var cut = (All with { MaxCharacters = 10 }).Read(Kept(new string('a', 50) + "\nnext"));
        var whole = (All with { MaxCharacters = 10 }).Read(Kept("0123456789\nnext"));

        Assert.Equal((2, true, true), (cut.NextLine, cut.Truncated, cut.EndsWithinLine));
        Assert.Equal((2, true, false), (whole.NextLine, whole.Truncated, whole.EndsWithinLine));
    }

    [Fact]
    public void Search_InALongLine_ShowsWhatIsAroundIt()
    {
        var match = Assert.Single((All with { Search = "needle" }).Read(Kept(new string('a', 5000) + "needle" + new string('b', 5000))).Matches!);

        Assert.Equal(400, match.Text.Length);
        Assert.Contains("aneedleb", match.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongQueries_AreToldByField()
    {
        var wrong = new OriginalQuery { Hash = "0123", FirstLine = 0, LastLine = -1, Search = "", MaxCharacters = 0 };

        var error = Assert.Throws<InvalidRequestException>(wrong.Check);

        Assert.Equal(["first_line", "hash", "last_line", "max_characters", "search"], error.Errors.Keys.Order());
        All.Check();
    }

    private static (string?, int?, bool) Read(string text, OriginalQuery query)
    {
        var part = query.Read(Kept(text));
        return (part.OriginalContent, part.NextLine, part.Truncated);
    }

    private static RetrievedOriginal Kept(string text) => new(new Original(Hash, text, 7, 3, 2), 1);
}
