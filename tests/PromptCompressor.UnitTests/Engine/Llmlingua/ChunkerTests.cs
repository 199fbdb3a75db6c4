using PromptCompressor.Engine.Llmlingua;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

public sealed class ChunkerTests
{
    private const int Room = 510;

    [Fact]
    public void Cut_NoText_IsNoChunk() => Assert.Empty(Cut("   \n"));

    [Theory]
    [InlineData(Room)]
    [InlineData(Room + 1)]
    public void Cut_UpTo511Tokens_IsOneChunk(int words) => Assert.Equal([words], Sizes(Words(words)));

    [Fact]
    public void Cut_WithoutEnds_TakesOneTokenTooMany() => Assert.Equal([Room + 1, Room + 1, 3], Sizes(Words((2 * Room) + 5)));

    [Fact]
    public void Cut_AtTheLastEnd_NotAtAnEarlierOne() =>
        Assert.Equal([301, 400], Sizes($"{Words(100)} . {Words(199)} . {Words(400)}"));

    [Fact]
    public void Cut_EndAsFirstTokenOfChunk_IsNotSeen() => Assert.Equal([Room + 1, 90], Sizes($". {Words(600)}"));

    [Fact]
    public void Cut_EndGluedToAWord_CountsInBertAndNotInXlmr()
    {
        var text = $"{Words(300)}. {Words(400)}";

        Assert.Equal([301, 400], Sizes(text));
        Assert.Equal(2, Chunker.Cut($"{Words(300)} . {Words(400)}", References.Xlmr, ["."], Room).Count);
        Assert.NotEqual(301, References.Xlmr.Tokenize(Chunker.Cut($"{Words(300)} . {Words(400)}", References.Xlmr, ["."], Room)[0]).Count);
    }

    [Fact]
    public void Cut_InsideAWord_LeavesTwoHashSigns()
    {
        var chunks = Cut($"{Words(Room)} tokenization");

        Assert.Equal(2, chunks.Count);
        Assert.StartsWith("##", chunks[1], StringComparison.Ordinal);
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));

    private static List<string> Cut(string text) => Chunker.Cut(text, References.Bert, ["."], Room);

    private static IEnumerable<int> Sizes(string text) => Cut(text).Select(chunk => References.Bert.Tokenize(chunk).Count);
}
