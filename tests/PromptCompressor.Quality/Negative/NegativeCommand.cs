using System.CommandLine;
using System.Globalization;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Negative;

internal static class NegativeCommand
{
    private static readonly double[] Levels = [0.9, 0.95, 0.99];
    private static readonly double[] PlottedLevels = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99];

    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "Questions of a set at most. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var command = new Command("negative", "How much of the passages that do not hold the answer goes before answers do, against baselines.") { limit, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var items = QuestionSets.Published(Common.Data(), tuning: false)
                .Where(item => item.IsMultiPassage())
                .GroupBy(item => item.Set, StringComparer.Ordinal)
                .SelectMany(set => set.Take(parsed.GetValue(limit)))
                .ToLookup(item => item.Set == QuestionSets.Passages);
            using var engine = QualityEngine.Load();
            var report = new Report("negative");
            report.AddTitle("Irrelevant text that goes", "negative");
            report.Add("""
                How far each method may go while answers to 90, 95 and 99 % of the questions still stand in the text word for word, and what is left then. *Tokens kept*: the smallest share of the tokens of
                o200k_base from which on so many answers survive. *Removed without the answer*: the share of letters and digits gone from the passages that do not hold the answer; *with the answer*: from those that
                do. Measured in steps of 5 % of the tokens, with straight lines between. In brackets: the middle 95 % of the values on texts drawn again.
                """);
            report.Add("""
                Comparable with what sentence pruners publish: *removed without the answer* is what OpenProvence (after Provence) calls negative text removed, at an equal share of answers; its report gives 99 % and more on
                English MLDR with 99.4 % of the answers that the whole text has, other texts and questions than these. RECOMP publishes tokens kept, beside the answers of an LLM: of that *tokens kept* is the
                comparable part. No pruner was run here. Pruners stop where they find nothing more; this product uses up the budget that it is given, so its figures are those of the best rate. *Whole passages first* is the
                product with the field `use_context_level_filter`.
                """);
            await AddAsync("passages", "Ten passages, one of them about the question", items[true]);
            await AddAsync("steps", "Questions of several steps, ten to twenty passages each", items[false]);
            report.Publish(parsed.GetValue(Common.Out));

            async Task AddAsync(string file, string title, IEnumerable<QuestionItem> asked)
            {
                var study = new NegativeStudy(asked, NegativeStudy.MethodsOf(engine));
                await study.RunAsync();
                report.Add($"## {title}: {study.Questions} questions, {study.Texts} texts");
                report.AddPlot(file, new LineChart(
                    title,
                    "answers that survive, %",
                    "removed of the passages without the answer, %",
                    PlottedLevels,
                    [.. study.Methods.Select((method, i) => new Line(method.Name, [.. PlottedLevels.Select(level => study.NegativeRemovedAt(i, level))], method.Kind == MethodKind.Product))]));
                foreach (var level in Levels)
                {
                    report.AddTable(
                        [$"{(100 * level).ToString(CultureInfo.InvariantCulture)} % of the answers", "tokens kept, %", "removed without the answer, %", "removed with the answer, %"],
                        study.Methods.Select((method, i) =>
                        {
                            var outcome = study.At(i, level);
                            return (IReadOnlyList<string>)[method.Name, outcome.Kept.ToString(), outcome.NegativeRemoved.ToString(), outcome.PositiveRemoved.ToString()];
                        }));
                }
            }
        });
        return command;
    }
}
