using System.CommandLine;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Contents;

internal static class FactsCommand
{
    public static Command Create()
    {
        var command = new Command("facts", "How many numbers, dates, names and identifiers survive compression, against baselines.") { Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var data = Common.Data();
            var questions = QuestionSets.Published(data, tuning: false).Where(item => item.Set != QuestionSets.Passages);
            var teacher = TeacherText.Read(Path.Combine(data, "eval", "teacher_dev.jsonl")).Select(text => ("en", new SourceText([text.Text])));

            // In German every noun looks like a name.
            var texts = questions.Select(item => (item.Language, item.Source)).Distinct().Concat(teacher).Where(text => text.Item1 != "de").ToList();
            var study = await KeptStudy.RunAsync(texts, Facts.Measure);

            var report = new Report("facts");
            report.AddTitle("Numbers, dates, names and identifiers that survive", "facts");
            report.Add($"{texts.Count} texts. Each fact counts once for each text, and survives if it stands anywhere in the output by itself, as it was. No method knows a question.");
            foreach (var kind in Facts.Kinds.Keys)
            {
                study.AddTo(report, kind, char.ToUpperInvariant(kind[0]) + kind[1..], "Facts");
            }

            study.AddTo(report, Facts.InventedNumbers, "Numbers in the output that the text does not have", "Numbers in the output at 20 %");
            study.AddTokensTo(report);
            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }
}
