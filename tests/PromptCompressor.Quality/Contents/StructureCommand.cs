using System.CommandLine;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Contents;

internal static class StructureCommand
{
    private const int Documents = 400;

    public static Command Create()
    {
        var command = new Command("structure", "Whether JSON and Markdown tables are still valid after compression, against baselines; needs no data.") { Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var texts = Structure.Documents(Documents).Select(source => ("en", source)).ToList();
            var study = await KeptStudy.RunAsync(texts, Structure.Measure);

            var report = new Report("structure");
            report.AddTitle("JSON and tables that are still valid", "structure");
            report.Add($"{texts.Count} made-up documents, the same on every run: orders as JSON, and as a Markdown table between two paragraphs.");
            study.AddTo(report, Structure.Parses, "JSON that parses", "Documents");
            study.AddTo(report, Structure.SameKeys, "JSON with every key, number and array as it was", "Documents");
            study.AddTo(report, Structure.Tables, "Tables with head, delimiter row, and every row with all its cells", "Documents");
            study.AddTokensTo(report);
            report.Add("JSON's keys, numbers and short values always stay, so that at small shares more is kept than was asked for: the service says so in `warnings`.");
            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }
}
