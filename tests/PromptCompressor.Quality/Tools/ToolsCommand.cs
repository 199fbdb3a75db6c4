using System.CommandLine;
using System.Globalization;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Tools;

internal static class ToolsCommand
{
    private const int LongestExample = 110;

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Without the methods that run the model over every text, which takes minutes." };
        var texts = new Option<int>("--texts") { Description = "Texts of each kind.", DefaultValueFactory = _ => 1 };
        var command = new Command("tools", "Facts that survive in results of tools, and tokens kept, against baselines; needs no data.") { Common.Out, quick, texts };
        command.SetAction(async (parsed, _) =>
        {
            var study = await ToolStudy.RunAsync([.. ToolTexts.Of(parsed.GetValue(texts))], parsed.GetValue(quick));
            var report = new Report("tools");
            report.AddTitle("Results of tools: facts that survive, and tokens kept", "tools");
            report.Add($"{study.Texts.Count} made-up results of tools, the same on every run, with {study.Texts.Sum(text => text.Facts.Count)} planted facts: what reports the failure, the record far off, what the call asked for, and frames (heads, counts, changed lines). "
                + "A fact survives if its line, or the values of its record, stand in the output as they were.");
            report.Add("*As the sidecar*: the arguments of the call are known, code stays, and a budget need not be used up. *Budget used up*: `POST /v1/compress` with a rate and the call as its question. *Nothing left out*: whatever the rate, no record goes. "
                + "*Words*: `content: prose`. *Reference*: `mode: reference`. The others cut at a token.");
            foreach (var rate in ToolStudy.Rates)
            {
                AddFacts(report, study, rate);
                AddKinds(report, study, rate);
            }

            AddLost(report, study);
            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }

    private static void AddFacts(Report report, ToolStudy study, double rate)
    {
        report.Add($"## Facts that survive at {rate.ToString(CultureInfo.InvariantCulture)}, in per cent");
        var kinds = Enum.GetValues<FactKind>();
        report.AddTable(["", .. kinds.Select(kind => $"{kind.ToString().ToLowerInvariant()} ({study.Texts.Sum(text => text.Facts.Count(fact => fact.Kind == kind))})"), "tokens kept"], study.Methods.Select(method =>
        {
            var outcomes = study.Of(method, rate);
            return (IReadOnlyList<string>)
            [
                method.Name,
                .. kinds.Select(kind => Report.Percent(1 - (outcomes.Sum(o => o.LostOf(kind)) / (double)outcomes.Sum(o => o.FactsOf(kind))))),
                Report.Percent(outcomes.Sum(o => o.Kept) / (double)outcomes.Sum(o => o.Tokens)),
            ];
        }));
    }

    private static void AddKinds(Report report, ToolStudy study, double rate)
    {
        report.Add($"## By kind at {rate.ToString(CultureInfo.InvariantCulture)}: facts that survive / tokens kept, in per cent");
        report.AddTable(["", "tokens", "facts", .. study.Methods.Select(method => method.Name)], study.Texts.Select(text => text.Kind).Distinct().Select(kind =>
        {
            var texts = study.Texts.Where(text => text.Kind == kind).ToList();
            return (IReadOnlyList<string>)
            [
                kind,
                texts.Average(text => ToolMethod.Count(text.Text)).ToString("f0", CultureInfo.InvariantCulture),
                texts.Sum(text => text.Facts.Count).ToString(CultureInfo.InvariantCulture),
                .. study.Methods.Select(method => Cell(study.Of(method, rate, kind))),
            ];
        }));
    }

    private static string Cell(IReadOnlyList<ToolStudy.Outcome> outcomes)
    {
        var facts = outcomes.Sum(o => o.Text.Facts.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * (facts - outcomes.Sum(o => o.Lost.Count)) / facts:f0} / {100.0 * outcomes.Sum(o => o.Kept) / outcomes.Sum(o => o.Tokens):f0}");
    }

    private static void AddLost(Report report, ToolStudy study)
    {
        report.Add("## What the product lost");
        List<IReadOnlyList<string>> rows =
        [
            .. from method in study.Methods.Take(3)
            from rate in ToolStudy.Rates
            from lost in study.Of(method, rate).SelectMany(o => o.Lost.Select(fact => (o.Text.Kind, Fact: fact))).GroupBy(lost => (lost.Kind, FactKind: lost.Fact.Kind))
            orderby method.Name, rate, lost.Key.Kind
            select (IReadOnlyList<string>)
            [
                method.Name, rate.ToString(CultureInfo.InvariantCulture), lost.Key.Kind, lost.Key.FactKind.ToString().ToLowerInvariant(), lost.Count().ToString(CultureInfo.InvariantCulture), Example(lost.First().Fact),
            ],
        ];
        if (rows.Count == 0)
        {
            report.Add("Nothing.");
            return;
        }

        report.AddTable(["method", "rate", "kind", "fact", "times", "for example"], rows);
    }

    private static string Example(PlantedFact fact)
    {
        var text = string.Join(" … ", fact.Pieces.Where(piece => piece != "|")).Replace("|", "\\|", StringComparison.Ordinal).Trim();
        return $"`{(text.Length > LongestExample ? text[..LongestExample] + "…" : text)}`";
    }
}
