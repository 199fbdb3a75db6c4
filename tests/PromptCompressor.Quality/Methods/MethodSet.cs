using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>The product with each model, with the question and without, and every baseline, as they are for one language.</summary>
internal sealed class MethodSet
{
    private readonly Dictionary<string, IReadOnlyList<IMethod>> _byLanguage;

    /// <param name="engine">Loaded; each of its models is measured.</param>
    /// <param name="texts">All texts, with their languages: where TF-IDF learns how rare a word is.</param>
    /// <param name="lexical">The same models, which compare a question by its words alone; null: no method knows the question.</param>
    /// <param name="withBaselines">Whether there are methods of others.</param>
    public MethodSet(CompressionEngine engine, IEnumerable<(string Language, SourceText Source)> texts, CompressionEngine? lexical = null, bool withBaselines = true)
    {
        var products = new List<IMethod>();
        foreach (var model in engine.Models.OrderByDescending(model => model.Id == engine.DefaultModel))
        {
            products.Add(new Product(model.Id, engine.CompressorOf(model), knowsQuestion: false));
            if (lexical is not null)
            {
                products.Add(new Product($"{model.Id}, with the question", engine.CompressorOf(model), knowsQuestion: true));
                products.Add(new Product($"{model.Id}, with the question's words alone", lexical.CompressorOf(lexical.Model(model.Id)), knowsQuestion: true));
            }
        }

        if (lexical is not null && withBaselines)
        {
            products.Add(Baselines.Bm25Sentences);
        }

        _byLanguage = texts.Distinct().GroupBy(text => text.Language, text => text.Source, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            IReadOnlyList<IMethod> (group) => !withBaselines ? products :
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
