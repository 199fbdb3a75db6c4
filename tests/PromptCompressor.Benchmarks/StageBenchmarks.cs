using BenchmarkDotNet.Attributes;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>The stages of a request that are not inference, each over 10,000 tokens of text.</summary>
[Config(typeof(ShortJob))]
public class StageBenchmarks
{
    private readonly string _text = BenchText.Of(10_000);
    private readonly SegmentOwner _owner = new("default", "model", "hash");
    private readonly List<int> _ids = [];
    private readonly List<TextSpan> _offsets = [];
    private List<TextSpan> _segments = [];
    private IOffsetTokenizer _tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _tokenizer = TokenizerLoader.Load(ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini")));
        _segments = Segmenter.Split(_text);
    }

    [Benchmark]
    public int CountTokens() => BenchText.Counter.Count(_text);

    [Benchmark]
    public SegmentedText SegmentAndSplitWords() => SegmentedText.Of(_text);

    [Benchmark]
    public IReadOnlyList<ProtectedSpan> Protect() => Protector.Find(_text, ProtectionRules.Default);

    [Benchmark]
    public ulong HashSegments() => _segments.Aggregate(0UL, (sum, segment) => sum ^ SegmentKey.Of(_owner, segment.Of(_text)).A);

    [Benchmark]
    public int TokenizeForTheEncoder()
    {
        _ids.Clear();
        _offsets.Clear();
        _tokenizer.Encode(_text, _ids, _offsets);
        return _ids.Count;
    }
}
