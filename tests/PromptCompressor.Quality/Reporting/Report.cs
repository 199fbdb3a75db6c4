using System.Globalization;
using System.Text;
using PromptCompressor.TestSupport;
using Spectre.Console;

namespace PromptCompressor.Quality.Reporting;

/// <summary>A result in Markdown, with plots beside it: printed, and written where it is asked for.</summary>
/// <param name="name">Of the file, without its extension.</param>
internal sealed class Report(string name)
{
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _plots = [];

    /// <param name="title">What was measured.</param>
    /// <param name="command">The arguments that measure it again.</param>
    public void AddTitle(string title, string command)
    {
        Add($"# {title}");
        Add($"`dotnet run -c Release --project tests/PromptCompressor.Quality -- {command}`, on a CPU {(Cpu.HasVnni ? "with" : "without")} VNNI.");
    }

    public void Add(string paragraph) => _text.Append(paragraph).Append("\n\n");

    /// <param name="header">Of each column.</param>
    /// <param name="rows">Cells are text already.</param>
    public void AddTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        AddRow(header);
        AddRow([.. header.Select(_ => "---")]);
        foreach (var row in rows)
        {
            AddRow(row);
        }

        _text.Append('\n');
    }

    /// <param name="file">Name of the SVG file, without the report's own name and the extension.</param>
    /// <param name="chart">What it shows.</param>
    public void AddPlot(string file, IChart chart)
    {
        _plots[$"{name}-{file}.svg"] = chart.ToSvg();
        Add($"![{chart.Title}]({name}-{file}.svg)");
    }

    /// <param name="folder">Null: only print.</param>
    public void Publish(string? folder)
    {
        var text = _text.ToString().TrimEnd('\n') + "\n";
        Console.Write(text);
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), text);
        foreach (var (file, svg) in _plots)
        {
            File.WriteAllText(Path.Combine(folder, file), svg);
        }
    }

    public static string Percent(double share) => (100 * share).ToString("f1", CultureInfo.InvariantCulture);

    public static string Number(double value, int digits = 3) => value.ToString($"f{digits}", CultureInfo.InvariantCulture);

    /// <summary>A progress bar on standard error while the items are worked on, as many at a time as there are cores.</summary>
    public static Task WorkOnAsync<T>(string title, IReadOnlyCollection<T> items, Func<T, Task> work) =>
        Screen.Progress().StartAsync(context =>
        {
            var task = context.AddTask(title, maxValue: items.Count);
            return Parallel.ForEachAsync(items, async (item, _) =>
            {
                await work(item);
                task.Increment(1);
            });
        });

    private void AddRow(IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
