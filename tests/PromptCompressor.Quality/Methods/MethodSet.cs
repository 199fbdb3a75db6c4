using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>The product with each model, with the question and without, and every baseline, as they are for one language.</summary>
internal sealed class MethodSet
{
    private readonly List<IMethod> _products = [];
    private readonly Dictionary<string, IReadOnlyList<IMethod>> _byLanguage = new(StringComparer.Ordinal);
    private readonly ILookup<string, SourceText> _texts;

    /// <param name="engine">Loaded; each of its models is measured.</param>
    /// <param name="texts">All texts, with their languages: where TF-IDF learns how rare a word is.</param>
    /// <param name="withQuestion">Whether there are methods that know the question.</param>
    public MethodSet(CompressionEngine engine, IEnumerable<(string Language, SourceText Source)> texts, bool withQuestion)
    {
        _texts = texts.Distinct().ToLookup(text => text.Language, text => text.Source);
        foreach (var model in engine.Models.OrderByDescending(model => model.Id == engine.DefaultModel))
        {
            _products.Add(new Product(model.Id, engine.CompressorOf(model), knowsQuestion: false));
            if (withQuestion)
            {
                _products.Add(new Product($"{model.Id}, with the question", engine.CompressorOf(model), knowsQuestion: true));
            }
        }

        WithQuestion = withQuestion;
    }

    private bool WithQuestion { get; }

    /// <summary>The same methods in the same order for every language.</summary>
    public IReadOnlyList<IMethod> For(string language)
    {
        if (!_byLanguage.TryGetValue(language, out var methods))
        {
            _byLanguage[language] = methods =
            [
                .. _products,
                .. (IEnumerable<IMethod>)(WithQuestion ? [Baselines.Bm25Sentences] : []),
                Baselines.RandomWords,
                Baselines.WithoutStopWords(language),
                Baselines.TfIdfWords([.. _texts[language]]),
                Baselines.EveryKthSentence,
                Baselines.Prefix,
                Baselines.WithoutStopWordsThenCut(language),
            ];
        }

        return methods;
    }
}
