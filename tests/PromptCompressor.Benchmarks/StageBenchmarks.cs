using BenchmarkDotNet.Attributes;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Benchmarks;

/// <summary>The stages of a request that read its text, beside the tokenizers, each over 10,000 tokens.</summary>
[Config(typeof(ShortJob))]
public class StageBenchmarks
{
    private readonly string _text = BenchText.Of(10_000);
    private readonly CacheScope _owner = new("default", "scores/3", "model", "hash");
    private readonly List<TextSpan> _words = [];
    private List<TextSpan> _segments = [];

    [GlobalSetup]
    public void Setup() => _segments = Segmenter.Split(_text);

    [Benchmark]
    public List<TextSpan> Segment() => Segmenter.Split(_text);

    [Benchmark]
    public int SplitWords()
    {
        _words.Clear();
        WordSplitter.Split(_text, 0, _words);
        return _words.Count;
    }

    [Benchmark]
    public IReadOnlyList<ProtectedSpan> Protect() => Protector.Find(_text, ProtectionRules.Default);

    [Benchmark]
    public ulong HashSegments() => _segments.Aggregate(0UL, (sum, segment) => sum ^ SegmentKey.Of(_owner, segment.Of(_text)).A);
}
