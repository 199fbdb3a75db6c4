using System.CommandLine;
using System.Globalization;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Dialogue;

internal static class DialogueCommand
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "Meetings at most. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var command = new Command("dialogue", "How much is left of the turns of a meeting that answer a question, against baselines.") { limit, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var meetings = Meeting.Read(Path.Combine(Common.Data(), "eval", "qmsum.jsonl.gz")).Take(parsed.GetValue(limit)).ToList();
            using var engine = QualityEngine.Load();
            var study = new DialogueStudy(meetings, DialogueStudy.MethodsOf(engine));
            await study.RunAsync();
            var report = new Report("dialogue");
            report.AddTitle("Turns of a meeting that answer a question", "dialogue");
            report.Add($"""
                {study.Questions} questions about {meetings.Count} meetings of QMSum, of {meetings.Min(meeting => meeting.Source.Tokens) / 1000}k to {meetings.Max(meeting => meeting.Source.Tokens) / 1000}k tokens of o200k_base; annotators named the turns that answer each. Everything in per cent:
                *words*, of those said in these turns, that are left; *content words*: without function words and fillers such as *um*; *turns* of which a word is left beside the speaker; *other words*, of the other
                turns. *Preference*: how many times as likely a content word of these turns stays as another. In brackets: the middle 95 % of the values on meetings drawn again.
                """);
            report.Add("Words dropped within a turn count as lost here, though fillers say nothing: a method that keeps whole turns has an advantage in *words*, one that drops words in *turns*; *content words* is between them.");
            AddPlot(report, study, "words", "Content words of the turns that answer", Figure.RelevantContents);
            AddPlot(report, study, "turns", "Turns that answer, of which something is left", Figure.RelevantTurns);
            foreach (var (share, times) in DialogueStudy.Compressions.Index().Reverse())
            {
                report.Add($"## {times.ToString(CultureInfo.InvariantCulture)} times shorter: {Report.Percent(DialogueStudy.Shares[share])} % kept");
                report.AddTable(["", "words", "content words", "turns", "other words", "preference"], study.Methods.Select((method, i) => (IReadOnlyList<string>)
                [
                    method.Name,
                    study.Left(Figure.RelevantWords, i, share).ToString(),
                    study.Left(Figure.RelevantContents, i, share).ToString(),
                    study.Left(Figure.RelevantTurns, i, share).ToString(),
                    study.Left(Figure.OtherWords, i, share).ToString(),
                    study.Preference(i, share).ToRatio(),
                ]));
            }

            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }

    private static void AddPlot(Report report, DialogueStudy study, string file, string title, Figure figure) => report.AddPlot(file, new LineChart(
        title,
        "tokens kept, %",
        "left, %",
        DialogueStudy.Shares,
        [.. study.Methods.Select((method, i) => new Line(method.Name, [.. DialogueStudy.Shares.Select((_, share) => study.Left(figure, i, share).Value)], method.Kind == MethodKind.Product))]));
}
