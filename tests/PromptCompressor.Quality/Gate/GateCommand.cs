using System.CommandLine;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Gate;

internal static class GateCommand
{
    public static Command Create()
    {
        var command = new Command("gate", "What must not get worse, on this repository's own texts; exits with 1 if something did. The tests run it too.") { Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            using var engine = QualityEngine.Load();
            var figures = await QualityGate.MeasureAsync(engine);
            var report = new Report("gate");
            report.AddTitle("What must not get worse", "gate");
            report.AddTable(["figure", "measured", "at least"], figures.Select(figure => (IReadOnlyList<string>)[figure.Name, Report.Number(figure.Value), Report.Number(figure.Least)]));
            report.Publish(parsed.GetValue(Common.Out));
            return figures.All(figure => figure.IsMet) ? 0 : 1;
        });
        return command;
    }
}
