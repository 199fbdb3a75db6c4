using System.Collections.Concurrent;
using System.Globalization;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Contents;

/// <param name="Figure">What is counted.</param>
/// <param name="Hits">How many of them are as they should be.</param>
/// <param name="Of">How many there are.</param>
internal readonly record struct Count(string Figure, int Hits, int Of);

/// <summary>What of a text's contents is still there after compression, by every method at every share of tokens kept; no method knows a question.</summary>
internal sealed class KeptStudy
{
    private const string TokensKept = "";

    private readonly ConcurrentDictionary<(string Figure, int Method, double Kept), (long Hits, long Of)> _counts = new();

    private readonly IReadOnlyList<(string Language, SourceText Source)> _texts;
    private readonly MethodSet _methods;
    private readonly Func<SourceText, string, IEnumerable<Count>> _measure;

    private KeptStudy(IReadOnlyList<(string Language, SourceText Source)> texts, MethodSet methods, Func<SourceText, string, IEnumerable<Count>> measure) =>
        (_texts, _methods, _measure) = (texts, methods, measure);

    public static IReadOnlyList<double> Shares { get; } = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

    private IReadOnlyList<IMethod> Methods => _methods.For(_texts[0].Language);

    /// <param name="texts">Texts with their languages.</param>
    /// <param name="measure">Of a text and an output what is counted.</param>
    public static async Task<KeptStudy> RunAsync(IReadOnlyList<(string Language, SourceText Source)> texts, Func<SourceText, string, IEnumerable<Count>> measure)
    {
        using var engine = QualityEngine.Load();
        var study = new KeptStudy(texts, new MethodSet(engine, texts), measure);
        await study.RunAsync();
        return study;
    }

    private Task RunAsync() =>
        Report.WorkOnAsync("texts", _texts, async text =>
        {
            for (var method = 0; method < Methods.Count; method++)
            {
                foreach (var kept in Shares)
                {
                    var output = (await _methods.For(text.Language)[method].CompressAsync(text.Source, "", kept)).Text;
                    foreach (var count in _measure(text.Source, output).Append(new Count(TokensKept, SourceText.Counter.Count(output), text.Source.Tokens)))
                    {
                        _counts.AddOrUpdate((count.Figure, method, kept), (count.Hits, count.Of), (_, old) => (old.Hits + count.Hits, old.Of + count.Of));
                    }
                }
            }
        });

    /// <returns>0 to 1; not a number if there is nothing to count.</returns>
    public double Share(string figure, int method, double kept) => _counts.TryGetValue((figure, method, kept), out var count) ? (double)count.Hits / count.Of : double.NaN;

    public void AddTo(Report report, string figure, string title, string of)
    {
        report.Add($"## {title}");
        report.Add($"{of}: {_counts.GetValueOrDefault((figure, 0, Shares[0])).Of}. In per cent:");
        AddTable(report, figure);
    }

    /// <summary>Protected text may be over the budget: then more is kept than was asked for.</summary>
    public void AddTokensTo(Report report)
    {
        report.Add("## Tokens that were kept");
        AddTable(report, TokensKept);
    }

    private void AddTable(Report report, string figure) => report.AddTable(
        ["asked for, %", .. Shares.Select(kept => (100 * kept).ToString(CultureInfo.InvariantCulture))],
        Methods.Select((method, i) => (IReadOnlyList<string>)[method.Name, .. Shares.Select(kept => Report.Percent(Share(figure, i, kept)))]));
}
