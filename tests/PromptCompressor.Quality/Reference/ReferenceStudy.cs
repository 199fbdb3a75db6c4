using System.Diagnostics;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using PromptCompressor.Quality.Contents;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Reference;

/// <summary>The product's way to choose words and LLMLingua-2's own, with the weights of one model, under the same budgets.</summary>
internal sealed class ReferenceStudy(CompressionEngine engine)
{
    public const string TokensKept = "tokens kept";
    public const string BudgetError = "distance from the budget";
    public const string OverBudget = "over the budget";
    public const string Broken = "claims broken";

    /// <summary>A text that is over its budget by less than this share of it counts as within.</summary>
    private const double Tolerance = 0.05;

    private const int TimedTexts = 10;
    private const int ParagraphsOfTimedText = 9;
    private const int Repetitions = 3;
    private const double TimedAt = 0.5;

    public static IReadOnlyList<double> Shares { get; } = [0.3, 0.5];

    /// <summary>Native and reference.</summary>
    private readonly IMethod[] _methods = MethodsOf(engine);

    private static IMethod[] MethodsOf(CompressionEngine engine) =>
    [
        new Product("native", engine.CompressorOf(engine.Model(null)), knowsQuestion: false),
        new Product("reference", engine.CompressorOf(engine.Model(null), CompressorNames.Llmlingua), knowsQuestion: false),
    ];

    /// <summary>Answers that survive, by group, and how the outputs keep to their budgets.</summary>
    public Task<Tally<ReferenceKey>> AnswersAsync(IReadOnlyList<QuestionItem> items)
    {
        var texts = items.GroupBy(item => item.Source).ToList();
        return OutputsAsync("answers", [.. texts.Select(text => text.Key)], (i, output) => texts[i].Select(item => new Count(GroupOf(item), item.IsAnsweredBy(output) ? 1 : 0, 1)));
    }

    /// <summary>JSON that parses, tables that are tables.</summary>
    public Task<Tally<ReferenceKey>> StructureAsync(IReadOnlyList<SourceText> documents) =>
        OutputsAsync("structure", documents, (i, output) => Structure.Measure(documents[i], output));

    /// <summary>Claims of which enough is left that they could be false, and are.</summary>
    public async Task<Tally<ReferenceKey>> ClaimsAsync(IReadOnlyList<MeaningText> texts)
    {
        var tally = new Tally<ReferenceKey>(texts.Count);
        await Report.WorkOnAsync("claims", texts.Index().ToList(), async one =>
        {
            foreach (var kept in Shares)
            {
                await AddAsync(Mode.Native, CompressorNames.Extractive, kept);
                await AddAsync(Mode.Reference, CompressorNames.Llmlingua, kept);
            }

            async Task AddAsync(Mode mode, string compressor, double kept)
            {
                var text = await MeaningStudy.CompressAsync(engine.CompressorOf(engine.Model(null), compressor), one.Item, kept, hasSlices: mode == Mode.Native);
                foreach (var claim in one.Item.Claims.Where(claim => claim.IsPossible(text)))
                {
                    tally.Add(one.Index, new ReferenceKey(Broken, mode, kept), claim.IsBroken(text) ? 1 : 0, 1);
                }
            }
        });
        return tally;
    }

    /// <summary>Seconds for a token of new text, each text alone and by turns; the best of some repetitions, since others use the machine too.</summary>
    /// <param name="engine">Without a cache.</param>
    public static async Task<Tally<Mode>> TimesAsync(CompressionEngine engine)
    {
        var texts = Enumerable.Range(0, TimedTexts)
            .Select(i => new SourceText([string.Join("\n\n", Enumerable.Range(i * ParagraphsOfTimedText, ParagraphsOfTimedText).Select(paragraph => SampleTexts.Paragraph("prose", paragraph)))]))
            .ToList();
        var methods = MethodsOf(engine);
        var best = new double[texts.Count, methods.Length];
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                for (var method = 0; method < methods.Length; method++)
                {
                    var start = Stopwatch.GetTimestamp();
                    await methods[method].CompressAsync(texts[i], "", TimedAt);
                    var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

                    // The first time loads what comes later.
                    best[i, method] = repetition <= 1 ? seconds : Math.Min(best[i, method], seconds);
                }
            }
        }

        var tally = new Tally<Mode>(texts.Count);
        foreach (var (i, text) in texts.Index())
        {
            tally.Add(i, Mode.Native, best[i, 0], text.Tokens);
            tally.Add(i, Mode.Reference, best[i, 1], text.Tokens);
        }

        return tally;
    }

    /// <summary>How far a number of tokens is from a budget, either way, as a share of it.</summary>
    public static double DistanceOf(int tokens, double budget) => Math.Abs(tokens - budget) / budget;

    /// <summary>Whether it is over it by so much that a caller would notice.</summary>
    public static bool IsOver(int tokens, double budget) => tokens > budget * (1 + Tolerance);

    /// <summary>Where no spaces stand between words the reference takes all up to the next mark or space for one word.</summary>
    public static string GroupOf(QuestionItem item) => item switch
    {
        _ when item.IsMultiPassage() => "several passages",
        { Language: "en" } => "English, one text",
        { Language: "ja" or "th" or "zh" or "zh-tw" } => "languages without spaces",
        _ => "other languages",
    };

    private async Task<Tally<ReferenceKey>> OutputsAsync(string title, IReadOnlyList<SourceText> texts, Func<int, string, IEnumerable<Count>> measure)
    {
        var tally = new Tally<ReferenceKey>(texts.Count);
        await Report.WorkOnAsync(title, texts.Index().ToList(), async text =>
        {
            foreach (var kept in Shares)
            {
                await AddAsync(Mode.Native, _methods[0], kept, kept);
                var tokens = await AddAsync(Mode.Reference, _methods[1], kept, kept);
                await AddAsync(Mode.NativeAsLong, _methods[0], kept, Math.Min(1, (double)tokens / text.Item.Tokens));
            }

            async Task<int> AddAsync(Mode mode, IMethod method, double kept, double asked)
            {
                var output = (await method.CompressAsync(text.Item, "", asked)).Text;
                var (tokens, budget) = (SourceText.Counter.Count(output), kept * text.Item.Tokens);
                tally.Add(text.Index, new ReferenceKey(TokensKept, mode, kept), tokens, text.Item.Tokens);
                tally.Add(text.Index, new ReferenceKey(BudgetError, mode, kept), DistanceOf(tokens, budget), 1);
                tally.Add(text.Index, new ReferenceKey(OverBudget, mode, kept), IsOver(tokens, budget) ? 1 : 0, 1);
                foreach (var count in measure(text.Index, output))
                {
                    tally.Add(text.Index, new ReferenceKey(count.Figure, mode, kept), count.Hits, count.Of);
                }

                return tokens;
            }
        });
        return tally;
    }
}

/// <param name="Figure">What is counted.</param>
/// <param name="Mode">How words are chosen.</param>
/// <param name="Kept">Share of the tokens that was asked for.</param>
internal readonly record struct ReferenceKey(string Figure, Mode Mode, double Kept);

/// <summary>How words are chosen.</summary>
internal enum Mode
{
    Native,
    Reference,

    /// <summary>Native, and as many tokens as the reference took, which does not keep to its budget.</summary>
    NativeAsLong,
}
