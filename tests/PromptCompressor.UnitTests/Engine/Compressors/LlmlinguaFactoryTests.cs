using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.UnitTests.Engine.Compressors;

public sealed class LlmlinguaFactoryTests
{
    [Fact]
    public void TokenFamily_KnownKinds_HaveTheirOwn()
    {
        Assert.IsType<XlmrFamily>(TokenFamilies.Of("mini", TokenizerLoader.XlmrUnigram));
        Assert.IsType<BertFamily>(TokenFamilies.Of("mini", TokenizerLoader.WordPiece));
    }

    [Theory]
    [InlineData("byte-level-bpe")]
    [InlineData("XLMR-UNIGRAM")]
    [InlineData("")]
    public void TokenFamily_OtherKind_IsRefusedAndNotTakenForAnother(string kind)
    {
        var refused = Assert.Throws<ModelLoadException>(() => TokenFamilies.Of("mini", kind));

        Assert.Equal(
            $"The model 'mini' cannot be served: its tokenizer.kind is '{kind}', and LLMLingua-2 can tell words apart only in tokens of the kinds xlmr-unigram and wordpiece.",
            refused.Message);
    }
}
