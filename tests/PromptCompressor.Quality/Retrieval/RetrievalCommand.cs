using System.CommandLine;
using System.Globalization;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Retrieval;

internal static class RetrievalCommand
{
    /// <summary>Long texts are few: a method reads as many tokens at each length.</summary>
    private const int TokensOfALength = 256_000;

    private const int FewestTexts = 3;
    private const int MostTexts = 16;

    public static Command Create()
    {
        var tokens = new Option<int[]>("--tokens")
        {
            Description = "Lengths of the texts in tokens. Default 4000 to 128000.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [4_000, 8_000, 16_000, 32_000, 64_000, 128_000],
        };
        var model = new Option<string>("--model") { Description = "Id of the model. Default: the faster one.", DefaultValueFactory = _ => "xlmr-mini-fast" };
        var command = new Command("retrieval", "How often what was hidden in a long made-up text is still there, against baselines; needs no data.") { tokens, model, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var lengths = parsed.GetValue(tokens)!;
            var generator = new NeedleTexts();
            var texts = lengths.SelectMany(_ => Enum.GetValues<NeedleTask>(), (length, task) => (Length: length, Task: task))
                .SelectMany(kind => Enumerable.Range(0, CountOf(kind.Length)).Select(i => generator.Of(kind.Task, kind.Length, i)))
                .ToList();
            using var engine = QualityEngine.Load();
            var study = new RetrievalStudy(texts, RetrievalStudy.MethodsOf(engine, parsed.GetValue(model)!));
            await study.RunAsync();
            var report = new Report("retrieval");
            report.AddTitle("What was hidden in a long text", "retrieval");
            report.Add($"""
                Statements hidden at random places of made-up texts, in the manner of RULER, by a generator of this repository's own ({nameof(NeedleTexts)}); the share of them that is left, in per cent: the value has to
                stand behind its key in one sentence. *Value alone*: that the value is left, whatever of it was said. Every sentence of the prose has a number of its own, so that the needles do not stand out by theirs. Texts of one kind
                share their filler, so that the model computes it once. {string.Join(", ", lengths.Select(length => $"{CountOf(length)} texts of {length / 1000}k tokens"))} for each
                task, with the model `{parsed.GetValue(model)}`. In brackets: the middle 95 % of the values on texts drawn again; where all or none are left, that says nothing of other texts.
                """);
            foreach (var (task, title, explanation) in Tasks())
            {
                report.Add($"## {title}");
                report.Add(explanation);
                report.AddPlot(task.ToString().ToLowerInvariant(), new LineChart(
                    $"{title}, all lengths",
                    "tokens kept, %",
                    "statements that are left, %",
                    RetrievalStudy.Shares,
                    [.. study.Methods.Select((method, i) => new Line(method.Name, [.. RetrievalStudy.Shares.Select(kept => study.Found(task, null, i, kept).Value)], method.Kind == MethodKind.Product))]));
                report.AddTable(
                    ["all lengths", .. RetrievalStudy.Shares.Select(kept => $"{Whole(kept)} % kept"), .. RetrievalStudy.Shares.Select(kept => $"value alone, {Whole(kept)} % kept")],
                    study.Methods.Select((method, i) => (IReadOnlyList<string>)
                    [
                        method.Name,
                        .. RetrievalStudy.Shares.Select(kept => study.Found(task, null, i, kept).ToString()),
                        .. RetrievalStudy.Shares.Select(kept => study.Values(task, i, kept).ToString()),
                    ]));
                report.AddTable(
                    [$"kept {string.Join(" / ", RetrievalStudy.Shares.Select(Whole))} %", .. lengths.Select(length => $"{length / 1000}k")],
                    study.Methods.Select((method, i) => (IReadOnlyList<string>)
                    [
                        method.Name,
                        .. lengths.Select(length => string.Join(" / ", RetrievalStudy.Shares.Select(kept => Whole(study.Found(task, length, i, kept).Value)))),
                    ]));
            }

            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }

    private static int CountOf(int tokens) => Math.Clamp(TokensOfALength / tokens, FewestTexts, MostTexts);

    private static string Whole(double share) => (100 * share).ToString("f0", CultureInfo.InvariantCulture);

    private static IEnumerable<(NeedleTask Task, string Title, string Explanation)> Tasks() =>
    [
        (NeedleTask.Single, "One needle in prose", "*The locker number of amber-falcon is 4821306.* in a paragraph of its own; the question asks for that number."),
        (NeedleTask.KeyValue, "Key and value", "The text is nothing but such statements, a line each, no two about one key; the question asks for one of them."),
        (NeedleTask.Multi, "Several needles in prose", "Four numbers of one key, in four places; the question asks for all of them."),
        (NeedleTask.Tracking, "Variable tracking", "*Let BRKT be 4821306.*, then *Let TLVN be BRKT.* and so on, five in a chain; the question asks which names stand for the number, so only the first statement shares a word with it."),
    ];
}
