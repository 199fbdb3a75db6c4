using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>The product with each model, with the question and without, and every baseline, as they are for one language.</summary>
internal sealed class MethodSet
{
    private readonly Dictionary<string, IReadOnlyList<IMethod>> _byLanguage;

    /// <param name="engine">Loaded; each of its models is measured.</param>
    /// <param name="texts">All texts, with their languages: where TF-IDF learns how rare a word is.</param>
    /// <param name="withQuestion">Whether there are methods that know the question.</param>
    public MethodSet(CompressionEngine engine, IEnumerable<(string Language, SourceText Source)> texts, bool withQuestion)
    {
        var products = new List<IMethod>();
        foreach (var model in engine.Models.OrderByDescending(model => model.Id == engine.DefaultModel))
        {
            products.Add(new Product(model.Id, engine.CompressorOf(model), knowsQuestion: false));
            if (withQuestion)
            {
                products.Add(new Product($"{model.Id}, with the question", engine.CompressorOf(model), knowsQuestion: true));
            }
        }

        if (withQuestion)
        {
            products.Add(Baselines.Bm25Sentences);
        }

        _byLanguage = texts.Distinct().GroupBy(text => text.Language, text => text.Source, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            IReadOnlyList<IMethod> (group) =>
            [
                .. products,
                Baselines.RandomWords,
                Baselines.WithoutStopWords(group.Key),
                Baselines.TfIdfWords([.. group]),
                Baselines.EveryKthSentence,
                Baselines.Prefix,
                Baselines.WithoutStopWordsThenCut(group.Key),
            ],
            StringComparer.Ordinal);
    }

    /// <summary>The same methods in the same order for every language that there are texts of.</summary>
    public IReadOnlyList<IMethod> For(string language) => _byLanguage[language];
}
