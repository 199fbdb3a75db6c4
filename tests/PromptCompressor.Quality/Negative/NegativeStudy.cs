using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Negative;

/// <summary>Of questions about several passages: what is left of the answer, and of the passages that do not hold it, at every share of tokens kept.</summary>
internal sealed class NegativeStudy
{
    private readonly IReadOnlyList<(QuestionItem Item, int Text)> _items;
    private readonly int _texts;
    private readonly Tally<Key> _tally;

    /// <param name="items">Questions whose text is passages with blank lines between.</param>
    /// <param name="methods">What is compared.</param>
    public NegativeStudy(IEnumerable<QuestionItem> items, IReadOnlyList<IMethod> methods)
    {
        Methods = methods;
        var texts = items.GroupBy(item => item.Source).ToList();
        _items = [.. texts.SelectMany((text, i) =>
        {
            var passages = new SourceText(text.Key.Text.Split(SourceText.Gap, StringSplitOptions.RemoveEmptyEntries));
            return text.Select(item => (item with { Source = passages }, i));
        })];
        _texts = texts.Count;
        _tally = new Tally<Key>(_texts);
    }

    /// <summary>Rising; everything is kept at the last.</summary>
    public static IReadOnlyList<double> Shares { get; } = [.. Enumerable.Range(1, 20).Select(i => i / 20.0)];

    public IReadOnlyList<IMethod> Methods { get; }

    public int Questions => _items.Count;

    public int Texts => _texts;

    /// <summary>The product with the question and without, against sentences and passages.</summary>
    public static IReadOnlyList<IMethod> MethodsOf(CompressionEngine engine)
    {
        var compressor = engine.CompressorOf(engine.Model(null));
        return
        [
            new Product($"{engine.DefaultModel}, with the question", compressor, knowsQuestion: true),
            new Product($"{engine.DefaultModel}, with the question, whole passages first", compressor, knowsQuestion: true, dropsPassages: true),
            new Product(engine.DefaultModel, compressor, knowsQuestion: false),
            Baselines.Bm25Sentences,
            Baselines.Bm25Passages,
            Baselines.EveryKthSentence,
            Baselines.Prefix,
        ];
    }

    public Task RunAsync() => Report.WorkOnAsync("questions", _items, async one =>
    {
        var (item, text) = one;
        var isNegative = item.Source.Contexts.Select(passage => !item.IsAnsweredBy(passage)).ToList();
        var spans = item.Source.PassageSpans();
        for (var method = 0; method < Methods.Count; method++)
        {
            for (var share = 0; share < Shares.Count; share++)
            {
                var output = await Methods[method].CompressAsync(item.Source, item.Question, Shares[share]);
                var kept = new KeptText(item.Source.Text, output.Text, output.Spans);
                _tally.Add(text, new Key(Figure.Answered, method, share), item.IsAnsweredBy(output.Text) ? 1 : 0, 1);
                for (var passage = 0; passage < spans.Count; passage++)
                {
                    var all = LettersOf(item.Source, spans[passage]);
                    _tally.Add(text, new Key(isNegative[passage] ? Figure.NegativeRemoved : Figure.PositiveRemoved, method, share), all - kept.CountOf(spans[passage]), all);
                }
            }
        }
    });

    /// <summary>What it costs to keep a share of the answers.</summary>
    /// <param name="method">Index into <see cref="Methods"/>.</param>
    /// <param name="level">Share of the questions whose answer survives.</param>
    public Outcome At(int method, double level) => new(
        Bootstrap.Of(_texts, drawn => KeptFor(Curve(Figure.Answered, method, drawn), level)),
        Bootstrap.Of(_texts, drawn => Removed(Figure.NegativeRemoved, method, level, drawn)),
        Bootstrap.Of(_texts, drawn => Removed(Figure.PositiveRemoved, method, level, drawn)));

    /// <summary>The share removed of the passages without the answer, where as many answers survive.</summary>
    public double NegativeRemovedAt(int method, double level) => Removed(Figure.NegativeRemoved, method, level, [.. Enumerable.Range(0, _texts)]);

    private double Removed(Figure figure, int method, double level, IReadOnlyList<int> drawn) =>
        Value(Curve(figure, method, drawn), KeptFor(Curve(Figure.Answered, method, drawn), level));

    private double[] Curve(Figure figure, int method, IReadOnlyList<int> drawn) =>
        [.. Shares.Select((_, share) => _tally.Share(new Key(figure, method, share), drawn))];

    /// <summary>The smallest share of tokens from which on as many answers survive, on the straight lines between the shares measured.</summary>
    /// <param name="answered">Share of answers that survive at each of <see cref="Shares"/>.</param>
    /// <param name="level">What is demanded.</param>
    public static double KeptFor(IReadOnlyList<double> answered, double level)
    {
        var i = answered.Count - 1;
        while (i > 0 && answered[i - 1] >= level)
        {
            i--;
        }

        return i == 0 || answered[i] <= level ? Shares[i] : Shares[i - 1] + ((Shares[i] - Shares[i - 1]) * (level - answered[i - 1]) / (answered[i] - answered[i - 1]));
    }

    /// <summary>The value of a curve over <see cref="Shares"/> at any share between the first and the last.</summary>
    public static double Value(IReadOnlyList<double> curve, double kept)
    {
        for (var i = 1; i < curve.Count; i++)
        {
            if (kept <= Shares[i])
            {
                return curve[i - 1] + ((curve[i] - curve[i - 1]) * (kept - Shares[i - 1]) / (Shares[i] - Shares[i - 1]));
            }
        }

        return curve[^1];
    }

    private static int LettersOf(SourceText source, TextSpan span)
    {
        var letters = 0;
        foreach (var c in span.Of(source.Text))
        {
            letters += char.IsLetterOrDigit(c) ? 1 : 0;
        }

        return letters;
    }

    private enum Figure
    {
        Answered,
        NegativeRemoved,
        PositiveRemoved,
    }

    private readonly record struct Key(Figure Figure, int Method, int Share);
}

/// <param name="Kept">The share of tokens that has to be kept.</param>
/// <param name="NegativeRemoved">Of the text of the passages without the answer.</param>
/// <param name="PositiveRemoved">Of the text of those with it.</param>
internal readonly record struct Outcome(Estimate Kept, Estimate NegativeRemoved, Estimate PositiveRemoved);
