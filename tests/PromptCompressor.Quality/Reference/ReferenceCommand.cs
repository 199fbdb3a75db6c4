using System.CommandLine;
using PromptCompressor.Quality.Contents;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Reference;

internal static class ReferenceCommand
{
    private const int MeaningTextOfEvery = 4;
    private const int Documents = 80;

    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "Questions of a set and language at most. Default: 15.", DefaultValueFactory = _ => 15 };
        var own = new Option<bool>("--own") { Description = "This repository's own questions; needs no data." };
        var command = new Command("reference", "The product against LLMLingua-2's own algorithm with the same weights and budgets.") { limit, own, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var isOwn = parsed.GetValue(own);
            var all = isOwn ? QuestionSets.Own() : QuestionSets.Published(Common.Data(), tuning: false);
            var items = all.Where(item => item.Set != QuestionSets.CrossLingual).GroupBy(item => (item.Set, item.Language)).SelectMany(group => group.Take(parsed.GetValue(limit))).ToList();
            var claims = GeneratedTexts.All().Where((_, i) => i % MeaningTextOfEvery == 0).ToList();
            using var engine = QualityEngine.Load();
            using var uncached = QualityEngine.Load(isCached: false);
            var study = new ReferenceStudy(engine);
            var report = new Report(isOwn ? "reference-own" : "reference");
            report.AddTitle("The product and LLMLingua-2's own algorithm", isOwn ? "reference --own" : "reference");
            report.Add($"""
                *Native* is the product with the service's defaults, *reference* the compressor `llmlingua`: LLMLingua-2 as its library runs it, over the same weights ({engine.DefaultModel}). No question
                is given, since the algorithm knows none. Both are asked for the same share of the tokens of o200k_base. In brackets: the middle 95 % of the values on texts drawn again.
                """);
            var times = await ReferenceStudy.TimesAsync(uncached);
            var answers = await study.AnswersAsync(items);
            var broken = await study.ClaimsAsync(claims);
            var structure = await study.StructureAsync([.. Structure.Documents(Documents)]);
            var groups = items.Select(ReferenceStudy.GroupOf).Distinct().ToList();

            report.AddPlot("figures", new BarChart(
                "At 50 % of the tokens",
                "%",
                [.. groups.Select(group => $"answers, {group}"), "claims broken", "JSON that parses", "tables that are tables"],
                [BarsOf(Mode.Native), BarsOf(Mode.Reference)]));

            report.Add($"## Answers that survive, {items.Count} questions about {items.Select(item => item.Source).Distinct().Count()} texts");
            report.Add($"""
                In per cent; at most {parsed.GetValue(limit)} questions of a set and language. The reference takes more tokens than it is asked for (see the budgets below): *native, as many tokens* has for each text the tokens
                that the reference took, so the last column compares the choice of words alone.
                """);
            report.AddTable(
                ["", "asked for, %", "of", "native", "reference", "native, as many tokens", "native − reference", "native, as many tokens − reference"],
                groups.SelectMany(_ => ReferenceStudy.Shares, (group, kept) => (IReadOnlyList<string>)
                [
                    group,
                    $"{100 * kept:f0}",
                    $"{answers.Count(new ReferenceKey(group, Mode.Native, kept)):f0}",
                    .. Enum.GetValues<Mode>().Select(mode => answers.Share(new ReferenceKey(group, mode, kept)).ToString()),
                    answers.Difference(new ReferenceKey(group, Mode.Native, kept), new ReferenceKey(group, Mode.Reference, kept)).ToPoints(),
                    answers.Difference(new ReferenceKey(group, Mode.NativeAsLong, kept), new ReferenceKey(group, Mode.Reference, kept)).ToPoints(),
                ]));
            report.Add($"## What is left is still true, {claims.Count} texts");
            report.Add("Claims of `quality meaning` that are broken, in per cent of those of which enough is left that they could be.");
            AddTable(report, broken, [("claims broken", ReferenceStudy.Broken)]);
            report.Add($"## Structure, {Documents} documents");
            report.Add("Documents of `quality structure`, in per cent. Keys, numbers and short values of JSON always stay in the native mode, so that more is kept than was asked for.");
            AddTable(report, structure, [("JSON that parses", Structure.Parses), ("JSON with every key, number and array", Structure.SameKeys), ("tables that are tables", Structure.Tables), ("tokens kept", ReferenceStudy.TokensKept)]);
            report.Add("## Budgets, on the texts of the questions");
            report.Add("Tokens kept in per cent; the mean distance from the budget in per cent of it; texts in per cent that are over it by more than 5 % of it.");
            AddTable(report, answers, [("tokens kept", ReferenceStudy.TokensKept), ("distance from the budget", ReferenceStudy.BudgetError), ("texts over the budget", ReferenceStudy.OverBudget)]);
            report.Add("## Time");
            report.Add($"For 1,000 tokens of new text the reference takes {times.Ratio(Mode.Reference, Mode.Native).ToRatio()} times as long as the native mode, nothing cached: made-up prose of about 1,000 tokens, one text at a time, by turns, the best of three.");
            report.Publish(parsed.GetValue(Common.Out));

            Line BarsOf(Mode mode) => new(
                mode.ToString().ToLowerInvariant(),
                [
                    .. groups.Select(group => answers.Share(new ReferenceKey(group, mode, 0.5)).Value),
                    broken.Share(new ReferenceKey(ReferenceStudy.Broken, mode, 0.5)).Value,
                    structure.Share(new ReferenceKey(Structure.Parses, mode, 0.5)).Value,
                    structure.Share(new ReferenceKey(Structure.Tables, mode, 0.5)).Value,
                ],
                mode == Mode.Native);
        });
        return command;
    }

    private static void AddTable(Report report, Tally<ReferenceKey> tally, IReadOnlyList<(string Name, string Figure)> figures) =>
        report.AddTable(
            ["", "asked for, %", "of", "native", "reference", "native − reference"],
            figures.SelectMany(_ => ReferenceStudy.Shares, (figure, kept) => (IReadOnlyList<string>)
            [
                figure.Name,
                $"{100 * kept:f0}",
                $"{tally.Count(new ReferenceKey(figure.Figure, Mode.Native, kept)):f0}",
                tally.Share(new ReferenceKey(figure.Figure, Mode.Native, kept)).ToString(),
                tally.Share(new ReferenceKey(figure.Figure, Mode.Reference, kept)).ToString(),
                tally.Difference(new ReferenceKey(figure.Figure, Mode.Native, kept), new ReferenceKey(figure.Figure, Mode.Reference, kept)).ToPoints(),
            ]));
}
