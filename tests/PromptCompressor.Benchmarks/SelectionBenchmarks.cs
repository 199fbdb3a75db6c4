using BenchmarkDotNet.Attributes;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Benchmarks;

/// <summary>What a hit does beside looking up: choose by the scores of 10,000 tokens of text, and write what is chosen.</summary>
[Config(typeof(ShortJob))]
public class SelectionBenchmarks
{
    private const string Question = "What did the survey team measure before the storm reached the coast?";

    private readonly string _text = BenchText.Of(10_000);
    private readonly List<TextSpan> _slices = [];
    private SegmentedText[] _texts = [];
    private SelectableUnit[][] _units = [];
    private Score[][] _wordScores = [];
    private SelectionState _chosen = null!;
    private int _budget;

    /// <summary>The model's own scores: how often the search for the budget counts depends on them.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        using var engine = BenchText.Engine(cacheBytes: 64 << 20);
        var result = await engine.CompressorOf(engine.Model("xlmr-mini-fast")).CompressAsync(BenchText.Request(_text), CancellationToken.None);
        _texts = [SegmentedText.Of(_text)];
        _units = [[.. result.Texts[0].Words!.Select(word => word.Unit)]];
        _wordScores = [ScoresOf(_texts[0].Words, _units[0])];
        _budget = result.OriginTokens / 2;
        _chosen = Chosen();
    }

    /// <summary>Ranks, then searches for the share that meets the budget, rendering and counting at each step.</summary>
    [Benchmark]
    public object Select() => Chosen();

    [Benchmark]
    public int Render() => _chosen.RenderAll(_slices).Length;

    /// <summary>What a question adds.</summary>
    [Benchmark]
    public object? Relevance() => Core.Selection.Scoring.Relevance.Of(Question, meaning: null, _texts, Sentence.Of(_texts), _wordScores);

    private SelectionState Chosen()
    {
        var state = new SelectionState([_text], _units, dropConsecutive: false);
        Selector.Select(state, 0, null, new TokenBudget(_budget, null, 0), BenchText.Counter, CancellationToken.None);
        return state;
    }

    private static Score[] ScoresOf(IReadOnlyList<TextSpan> words, SelectableUnit[] units)
    {
        var unit = 0;
        return [.. words.Select(word =>
        {
            while (units[unit].Span.End <= word.Start)
            {
                unit++;
            }

            return units[unit].Score;
        })];
    }
}
