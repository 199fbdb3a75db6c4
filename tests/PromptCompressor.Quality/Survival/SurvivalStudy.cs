using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Survival;

/// <summary>How often the answer to a question still stands in the compressed text: by every method, at every share of tokens kept.</summary>
/// <param name="items">The questions.</param>
/// <param name="methods">What is compared.</param>
/// <param name="kept">Shares of the tokens.</param>
internal sealed class SurvivalStudy(IReadOnlyList<QuestionItem> items, MethodSet methods, IReadOnlyList<double> kept)
{
    /// <summary>Of question, method and share whether an answer stands in the output.</summary>
    private readonly bool[,,] _survived = new bool[items.Count, methods.For(items[0].Language).Count, kept.Count];

    public IReadOnlyList<QuestionItem> Items => items;

    public IReadOnlyList<double> Kept => kept;

    /// <summary>Those of one language stand for all.</summary>
    public IReadOnlyList<IMethod> Methods { get; } = methods.For(items[0].Language);

    public Task RunAsync() =>
        Report.WorkOnAsync("questions", [.. Enumerable.Range(0, items.Count)], async i =>
        {
            var item = items[i];
            for (var method = 0; method < Methods.Count; method++)
            {
                for (var share = 0; share < kept.Count; share++)
                {
                    var output = await methods.For(item.Language)[method].CompressAsync(item.Source, item.Question, kept[share]);
                    _survived[i, method, share] = item.IsAnsweredBy(output.Text);
                }
            }
        });

    /// <returns>The share of questions whose answer survives, 0 to 1.</returns>
    public double Share(Func<QuestionItem, bool> isAsked, int method, int share)
    {
        var asked = Enumerable.Range(0, items.Count).Where(i => isAsked(items[i])).ToList();
        return (double)asked.Count(i => _survived[i, method, share]) / asked.Count;
    }

    /// <summary>What survived, by method and share of tokens, text by text: questions of one text stand and fall together.</summary>
    public Tally<(int Method, int Share)> Count(Func<QuestionItem, bool> isAsked)
    {
        var texts = items.Where(isAsked).Select(item => item.Source).Distinct().Select((source, i) => (source, i)).ToDictionary(text => text.source, text => text.i);
        var tally = new Tally<(int Method, int Share)>(texts.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (isAsked(items[i]))
            {
                for (var figure = 0; figure < Methods.Count * kept.Count; figure++)
                {
                    var (method, share) = Math.DivRem(figure, kept.Count);
                    tally.Add(texts[items[i].Source], (method, share), _survived[i, method, share] ? 1 : 0, of: 1);
                }
            }
        }

        return tally;
    }
}
