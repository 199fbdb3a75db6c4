using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

/// <summary>Cases that the recorded answers leave out, above all those where the library raises an exception.</summary>
public sealed class ReferenceCompressorTests
{
    private const string Text = "The red fox jumps over 3 lazy dogs.";

    [Fact]
    public async Task Compress_Everything_IsWrittenAnewWithoutTheModel()
    {
        var result = await CompressAsync(References.Request("A  b,\nc!") with { Rate = 1, ReturnWordLabel = true, LabelSep = "/", WordSep = " " });

        Assert.Equal("A b, c!", result.CompressedPrompt);
        Assert.Equal("A/1 b/1 c/1 !/1", result.LabeledPrompt);
    }

    [Fact]
    public async Task Compress_EmptyText_IsEmpty()
    {
        var result = await CompressAsync(References.Request(""));

        Assert.Equal(("", 0, 0, "1.0x", "100.0%"), (result.CompressedPrompt, result.OriginTokens, result.CompressedTokens, result.Ratio, result.Rate));
    }

    [Fact]
    public async Task Compress_UnlimitedTarget_KeepsAll() =>
        Assert.Equal(Text, (await CompressAsync(References.Request(Text) with { TargetToken = 1e9 })).CompressedPrompt);

    [Fact]
    public async Task Compress_SureWords_SurviveAThresholdOfOne()
    {
        var result = await References.CompressAsync(References.Xlmr, References.Request(Text) with { Rate = 0.1 }, _ => 1);

        Assert.Equal(Text, result.CompressedPrompt);
    }

    [Fact]
    public async Task Compress_EqualProbabilities_AreAllDropped() =>
        Assert.Equal("", (await References.CompressAsync(References.Xlmr, References.Request(Text), _ => 0.5f)).CompressedPrompt);

    [Fact]
    public async Task Compress_EmptyTextWithTarget_IsInvalid() => await AssertInvalidAsync(References.Request("") with { TargetToken = 5 });

    [Fact]
    public async Task Compress_EmptyContextAmongOthers_IsInvalid() =>
        await AssertInvalidAsync(References.Request(Text, "") with { UseContextLevelFilter = true });

    [Fact]
    public async Task Compress_RateZero_IsInvalid() => await AssertInvalidAsync(References.Request(Text) with { Rate = 0 });

    [Fact]
    public async Task Compress_NegativeContextRate_IsInvalid() =>
        await AssertInvalidAsync(References.Request(Text, Text) with { UseContextLevelFilter = true, ContextLevelRate = -0.5 });

    [Fact]
    public async Task Compress_OnlyUnknownCharacters_IsInvalid() => await AssertInvalidAsync(References.Request("[UNK]"), bert: true);

    [Fact]
    public async Task Compress_SpecialTokenOfCl100k_IsInvalid() => await AssertInvalidAsync(References.Request("a <|endoftext|> b"));

    [Fact]
    public async Task Compress_TooManyForceTokens_IsInvalid() =>
        await AssertInvalidAsync(References.Request(Text) with { ForceTokens = [.. Enumerable.Range(0, 101).Select(i => $"word {i}")] });

    [Fact]
    public async Task Compress_ForceTokensThatFeedOnEachOther_IsInvalid() =>
        await AssertInvalidAsync(References.Request(new string('\n', 10)) with
        {
            ForceTokens = ["\n", .. Enumerable.Range(0, 98).Select(i => $"EW{i}")],
        });

    [Fact]
    public async Task Compress_ContextsCountedOneByOne_AreJoinedByABlankLine()
    {
        var result = await CompressAsync(References.Request(Text, Text));

        Assert.Equal(2, result.CompressedPromptList.Count);
        Assert.Equal(string.Join("\n\n", result.CompressedPromptList), result.CompressedPrompt);
        Assert.Equal(2 * References.Cl100k.Count(Text), result.OriginTokens);
    }

    [Fact]
    public async Task Compress_ForceTokenOfAModelWithoutRows_Stays()
    {
        var tokenizer = new PromptCompressor.Engine.Llmlingua.LlmlinguaTokenizer(
            Tokenization.TestTokenizers.Uncased, new PromptCompressor.Engine.Llmlingua.BertFamily(), forceTokenBase: null);
        var result = await References.CompressAsync(tokenizer, References.Request("one two\nthree four") with { ForceTokens = ["\n"], Rate = 0.5 }, Keep);

        Assert.Contains("\n", result.CompressedPrompt, StringComparison.Ordinal);
    }

    private static async Task AssertInvalidAsync(LlmlinguaRequest request, bool bert = false)
    {
        var e = await Assert.ThrowsAsync<CompressionException>(
            () => References.CompressAsync(bert ? References.Bert : References.Xlmr, request, Keep));
        Assert.Equal(CompressionErrorKind.Invalid, e.Kind);
    }

    private static Task<LlmlinguaAnswer> CompressAsync(LlmlinguaRequest request) => References.CompressAsync(References.Xlmr, request, Keep);

    private static float Keep(int id) => id * 7919 % 1000 / 1000f;
}
