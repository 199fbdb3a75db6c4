using System.Collections.Concurrent;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Meaning;

/// <summary>Which claims are broken, at each rate, by the product and by plain word dropping.</summary>
internal sealed class MeaningStudy(IReadOnlyList<MeaningText> texts, CompressionEngine engine)
{
    private readonly ConcurrentBag<(MeaningText Text, Claim Claim, int Column, bool IsBroken)> _judged = [];

    public static IReadOnlyList<double> Rates { get; } = [0.7, 0.5, 0.3];

    /// <param name="examples">Whether to print what is broken.</param>
    public async Task RunAsync(bool examples)
    {
        var product = engine.CompressorOf(engine.Model(null));
        var plain = engine.CompressorOf(engine.Model(null), CompressorNames.Llmlingua);
        await Report.WorkOnAsync("texts", texts, async text =>
        {
            for (var column = 0; column < Rates.Count * 2; column++)
            {
                var isPlain = column >= Rates.Count;
                var kept = await CompressAsync(isPlain ? plain : product, text, Rates[column % Rates.Count], hasSlices: !isPlain);
                foreach (var claim in text.Claims.Where(claim => claim.IsPossible(kept)))
                {
                    _judged.Add((text, claim, column, claim.IsBroken(kept)));
                    if (examples && !isPlain && claim.IsBroken(kept))
                    {
                        await Console.Error.WriteLineAsync($"{text.Kind} {text.Language} {Rates[column]} {claim.Show(text.Text)}\n  {text.Text}\n  {kept.Output}");
                    }
                }
            }
        });
    }

    /// <param name="compressor">How the text becomes shorter.</param>
    /// <param name="text">With its claims.</param>
    /// <param name="rate">Share of tokens to keep, 0 to 1.</param>
    /// <param name="hasSlices">Whether the compressor says which slices it kept; otherwise they are found again by the order of words.</param>
    public static async Task<KeptText> CompressAsync(IPromptCompressor compressor, MeaningText text, double rate, bool hasSlices)
    {
        var request = new CompressionRequest { Contexts = [text.Text], Rate = rate, Counter = SourceText.Counter, Protect = ProtectionRules.Default };
        var result = (await compressor.CompressAsync(request, CancellationToken.None)).Texts[0];
        return new KeptText(text.Text, result.Text, hasSlices ? result.Slices : null);
    }

    /// <param name="by">What a row is about.</param>
    public IEnumerable<IReadOnlyList<string>> Rows(Func<MeaningText, Claim, string> by) =>
        _judged.GroupBy(one => by(one.Text, one.Claim)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(IReadOnlyList<string> (group) =>
            [group.Key, $"{group.Count(one => one.Column < Rates.Count)}", .. Enumerable.Range(0, Rates.Count * 2).Select(column => Share([.. group.Where(one => one.Column == column)]))]);

    private static string Share(IReadOnlyCollection<(MeaningText Text, Claim Claim, int Column, bool IsBroken)> judged) =>
        judged.Count == 0 ? "" : Report.Percent((double)judged.Count(one => one.IsBroken) / judged.Count);
}
