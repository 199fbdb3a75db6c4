using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Counting;

namespace PromptCompressor.Quality;

/// <summary>
/// How often the answer to a question still stands in the compressed text, with the question known to the compressor and
/// without, against random words and the beginning of the text. All keep the same share of the tokens of o200k_base at most.
/// </summary>
internal sealed class Survival(SurvivalOptions options)
{
    private const string PassageSet = "nq-oracle";
    private const string PassagesSet = "nq, 10 passages";
    private const string Columns = "no question | question | gain | random words | prefix";

    private static readonly HashSet<string> MultiPassageSets = new(["hotpotqa", "2wikimultihop", "musique", PassagesSet], StringComparer.Ordinal);

    private readonly ITokenCounter _counter = new TokenCounters().Find("o200k_base")!;

    public async Task PrintAsync(string file)
    {
        using var engine = new CompressionEngine(
            Options.Create(new EngineOptions()), new MemorySegmentCache(1 << 26), NullLogger<CompressionEngine>.Instance);
        engine.Load();
        var model = engine.Model(options.Model);
        var compressor = engine.CompressorOf(model);
        var random = new ExtractiveCompressor(new SegmentScores(new RandomScorer(), new MemorySegmentCache(0)));

        var items = Choose(file);
        Console.WriteLine($"{items.Count} questions of the {(options.Tuning ? "tuning" : "report")} half, model {model.Id} ({model.Graph})");
        foreach (var kept in options.Kept)
        {
            var rows = new List<Row>();
            foreach (var item in items)
            {
                rows.Add(new Row(item,
                [
                    item.IsAnsweredBy(await CompressAsync(compressor, item, kept, null)),
                    item.IsAnsweredBy(await CompressAsync(compressor, item, kept, item.Question)),
                    item.IsAnsweredBy(await CompressAsync(random, item, kept, null)),
                    item.IsAnsweredBy(Prefix(item, kept)),
                ]));
                Console.Error.Write($"\r{kept.ToString(CultureInfo.InvariantCulture)}: {rows.Count} of {items.Count} ");
            }

            Console.Error.WriteLine();
            Print(kept, rows);
        }
    }

    private List<QuestionItem> Choose(string file)
    {
        var half = QuestionItem.Read(file).Where(item => item.IsForTuning == options.Tuning).ToList();
        var passages = QuestionItem.Together(half.Where(item => item.Set == PassageSet), PassagesSet);
        return [.. half.Concat(passages).GroupBy(item => (item.Set, item.Language)).SelectMany(group => group.Take(options.Limit))];
    }

    private async Task<string> CompressAsync(IPromptCompressor compressor, QuestionItem item, double kept, string? question)
    {
        var request = new CompressionRequest
        {
            Contexts = item.Contexts,
            Rate = kept,
            Counter = _counter,
            Protect = ProtectionRules.Default,
            Question = question,
        };
        return (await compressor.CompressAsync(request, CancellationToken.None)).Joined;
    }

    private string Prefix(QuestionItem item, double kept)
    {
        var text = string.Join("\n\n", item.Contexts);
        var budget = _counter.Count(text) * kept;
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _counter.Count(text.AsSpan(0, middle)) <= budget ? (middle, high) : (low, middle - 1);
        }

        return text[..low];
    }

    private static void Print(double kept, List<Row> rows)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {100 * kept} % kept"));
        Console.WriteLine();
        Console.WriteLine($"| set | language | questions | {Columns} |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var group in rows.GroupBy(row => (row.Item.Set, row.Item.Language)))
        {
            Print($"{group.Key.Set} | {group.Key.Language}", [.. group]);
        }

        Print("**multi-passage together** |", [.. rows.Where(row => MultiPassageSets.Contains(row.Item.Set))]);
        Print("**single passage together** |", [.. rows.Where(row => !MultiPassageSets.Contains(row.Item.Set))]);
    }

    private static void Print(string name, List<Row> rows)
    {
        var shares = Enumerable.Range(0, 4).Select(i => rows.Count == 0 ? 0 : 100.0 * rows.Count(row => row.Answered[i]) / rows.Count).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {rows.Count} | {shares[0]:f1} | {shares[1]:f1} | {shares[1] - shares[0]:+0.0;-0.0} | {shares[2]:f1} | {shares[3]:f1} |"));
    }

    /// <param name="Item">The question.</param>
    /// <param name="Answered">By the output without the question, with it, by random words, by the prefix.</param>
    private sealed record Row(QuestionItem Item, bool[] Answered);
}
