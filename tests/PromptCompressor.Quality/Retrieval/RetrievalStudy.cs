using PromptCompressor.Engine;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Retrieval;

/// <summary>How many needles are left, by every method at every share of tokens kept.</summary>
internal sealed class RetrievalStudy(IReadOnlyList<NeedleText> texts, IReadOnlyList<IMethod> methods)
{
    private readonly Tally<Key> _tally = new(texts.Count);

    public static IReadOnlyList<double> Shares { get; } = [0.1, 0.3, 0.5];

    public IReadOnlyList<NeedleText> Texts => texts;

    public IReadOnlyList<IMethod> Methods => methods;

    /// <param name="engine">Loaded.</param>
    /// <param name="model">Id of the model.</param>
    public static IReadOnlyList<IMethod> MethodsOf(CompressionEngine engine, string model)
    {
        var compressor = engine.CompressorOf(engine.Model(model));
        return
        [
            new Product($"{model}, with the question", compressor, knowsQuestion: true),
            new Product(model, compressor, knowsQuestion: false),
            Baselines.Bm25Sentences,
            Baselines.EveryKthSentence,
            Baselines.Prefix,
            Baselines.RandomWords,
        ];
    }

    public Task RunAsync() => Report.WorkOnAsync("texts", texts.Index().ToList(), async text =>
    {
        for (var method = 0; method < methods.Count; method++)
        {
            foreach (var kept in Shares)
            {
                var output = (await methods[method].CompressAsync(text.Item.Source, text.Item.Question, kept)).Text;
                var told = text.Item.Needles.Count(needle => needle.IsToldBy(output));
                Add(text.Item.Tokens, Left.Told, told);
                Add(null, Left.Told, told);
                Add(null, Left.Value, text.Item.Needles.Count(needle => needle.HasValueIn(output)));

                void Add(int? tokens, Left left, int count) => _tally.Add(text.Index, new Key(text.Item.Task, tokens, left, method, kept), count, text.Item.Needles.Count);
            }
        }
    });

    /// <returns>The share of needles that are left.</returns>
    /// <param name="task">What is hidden.</param>
    /// <param name="tokens">Of the texts; null: of any length.</param>
    /// <param name="method">Index into <see cref="Methods"/>.</param>
    /// <param name="kept">One of <see cref="Shares"/>.</param>
    public Estimate Found(NeedleTask task, int? tokens, int method, double kept) => _tally.Share(new Key(task, tokens, Left.Told, method, kept));

    /// <returns>The share of needles of which the value at least is left, in texts of any length.</returns>
    /// <inheritdoc cref="Found"/>
    public Estimate Values(NeedleTask task, int method, double kept) => _tally.Share(new Key(task, null, Left.Value, method, kept));

    private enum Left
    {
        Told,
        Value,
    }

    private readonly record struct Key(NeedleTask Task, int? Tokens, Left Left, int Method, double Kept);
}
