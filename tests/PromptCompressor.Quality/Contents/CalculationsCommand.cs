using System.CommandLine;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Contents;

internal static class CalculationsCommand
{
    public static Command Create()
    {
        var command = new Command("gsm8k", "Whether calculations and results of worked solutions stay intact, against baselines.") { Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var texts = Calculations.Read(Path.Combine(Common.Data(), "eval", "gsm8k.jsonl.gz")).Select(source => ("en", source)).ToList();
            var study = await KeptStudy.RunAsync(texts, Calculations.Measure);

            var report = new Report("gsm8k");
            report.AddTitle("Calculations that stay intact", "gsm8k");
            report.Add($"{texts.Count} questions of GSM8K with their worked solutions, as they stand in few-shot prompts. No method knows a question.");
            study.AddTo(report, Calculations.Intact, "Calculations, such as `48/2=24`, that stand in the output as they were", "Calculations");
            study.AddTo(report, Calculations.Results, "Results that the output ends with", "Results");
            study.AddTokensTo(report);
            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }
}
