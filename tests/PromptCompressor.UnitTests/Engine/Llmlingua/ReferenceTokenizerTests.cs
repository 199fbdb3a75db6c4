using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

public sealed class ReferenceTokenizerTests
{
    [Fact]
    public void Tokenize_Xlmr_SplitsAtMarksAndNormalises()
    {
        var tokens = References.Xlmr.Tokenize("Hello[NEW3]ｗｏｒｌｄ </s>");

        Assert.Equal(["▁Hello", "[NEW3]", "▁world", "</s>"], tokens.Select(token => token.Text));
        Assert.Equal(250_005, tokens[1].Id);
        Assert.Equal(2, tokens[3].Id);
    }

    [Fact]
    public void Tokenize_Xlmr_UnknownKeepsItsCharactersAndIsSkipped()
    {
        var tokens = References.Xlmr.Tokenize("𓀀𓀁 a");

        Assert.Equal(["▁", "𓀀𓀁", "▁a"], tokens.Select(token => token.Text));
        Assert.Equal([false, true, false], tokens.Select(References.Xlmr.IsSkipped));
    }

    [Fact]
    public void Tokenize_Bert_LowerCasesAndMarksUnknown()
    {
        var tokens = References.Bert.Tokenize("Tokenization 𓀀 [NEW0] [UNK]");

        Assert.Equal(["token", "##ization", "[UNK]", "[NEW0]", "[UNK]"], tokens.Select(token => token.Text));
        Assert.Equal([false, false, true, false, true], tokens.Select(References.Bert.IsSkipped));
    }

    [Fact]
    public void Around_AChunk_XlmrHasUnknownTokens()
    {
        Assert.Equal((3, 3), (References.Xlmr.Start, References.Xlmr.End));
        Assert.Equal((101, 102), (References.Bert.Start, References.Bert.End));
    }

    [Fact]
    public void Mark_ModelWithoutRows_IsReadAsUnknownButKept()
    {
        var tokenizer = new LlmlinguaTokenizer(TestTokenizers.Uncased, new BertFamily(), forceTokenBase: null);

        var mark = tokenizer.Tokenize("a[NEW0]b")[1];

        Assert.Equal(new LlmlinguaToken("[NEW0]", 100), mark);
        Assert.False(tokenizer.IsSkipped(mark));
    }

    [Theory]
    [InlineData("[NEW100]")]
    [InlineData("[NEW")]
    [InlineData("[new0]")]
    [InlineData("<S>")]
    public void Tokenize_AlmostASpecialToken_IsText(string text) => Assert.True(References.Xlmr.Tokenize(text).Count > 1);
}
