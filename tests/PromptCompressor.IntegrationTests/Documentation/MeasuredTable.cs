using System.Globalization;
using System.Text.RegularExpressions;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Documentation;

/// <summary>A table of a file that a measurement wrote.</summary>
internal sealed class MeasuredTable
{
    private readonly string _name;
    private readonly string[] _head;
    private readonly string[][] _rows;

    private MeasuredTable(string name, string[][] rows) => (_name, _head, _rows) = (name, rows[0], rows[2..]);

    public IReadOnlyList<string> Head => _head;

    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <param name="file">Relative to the root of the repository.</param>
    /// <param name="section">How a line begins that stands before the table: its heading as a rule. Empty: the beginning of the file.</param>
    /// <param name="corner">The first cell of its head; null: the first table of the section.</param>
    public static MeasuredTable Read(string file, string section = "", string? corner = null)
    {
        var name = $"{file}, {section}";
        var lines = File.ReadAllLines(Path.Combine(TestPaths.Root, file));
        var first = Array.FindIndex(lines, line => line.TrimStart('#', ' ').StartsWith(section, StringComparison.Ordinal));
        Assert.True(first >= 0, $"{name}: there is no such line.");
        for (var i = first; i < lines.Length; i++)
        {
            if (IsRow(lines[i]))
            {
                var rows = lines[i..].TakeWhile(IsRow).Select(Cells).ToArray();
                if (corner is null || rows[0][0] == corner)
                {
                    return new MeasuredTable(name, rows);
                }

                i += rows.Length;
            }
        }

        throw new InvalidOperationException($"{name}: there is no table with the corner '{corner}'.");
    }

    /// <summary>What a file says outside of its tables.</summary>
    /// <param name="file">Relative to the root of the repository.</param>
    /// <param name="pattern">With one group: the figure.</param>
    public static Measured Said(string file, string pattern)
    {
        var match = Regex.Match(string.Join(' ', File.ReadAllLines(Path.Combine(TestPaths.Root, file))), pattern);
        Assert.True(match.Success, $"{file} says nothing like: {pattern}");
        return new Measured(match.Groups[1].Value);
    }

    /// <param name="column">Its head.</param>
    /// <param name="row">Its first cells.</param>
    public Measured this[string column, params string[] row] => FigureOf(RowsOf(row)[0][Column(column)]);

    /// <summary>The cells of a column in all rows that begin so.</summary>
    public IReadOnlyList<Measured> All(string column, params string[] row) => [.. RowsOf(row).Select(cells => FigureOf(cells[Column(column)]))];

    /// <summary>The row with the largest figure of a column, of those whose first cell is meant.</summary>
    public (string Row, Measured Figure) Best(string column, Func<string, bool> isMeant) =>
        _rows.Where(cells => isMeant(cells[0])).Select(cells => (cells[0], FigureOf(cells[Column(column)]))).MaxBy(row => row.Item2.Value);

    /// <summary>First cells of the rows whose last figure is below zero, the lowest first.</summary>
    public IReadOnlyList<string> Behind() =>
        [.. _rows.Select(cells => (cells[0], new Measured(cells[^1]).Value)).Where(row => row.Value < 0).OrderBy(row => row.Value).Select(row => row.Item1)];

    /// <summary>Without the interval behind it.</summary>
    private static Measured FigureOf(string cell) => new(cell.Split(" (")[0]);

    private static bool IsRow(string line) => line.StartsWith('|');

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('*', '`'))];

    private string[][] RowsOf(string[] first)
    {
        var rows = _rows.Where(cells => cells.Take(first.Length).SequenceEqual(first)).ToArray();
        Assert.True(rows.Length > 0, $"{_name}: no row begins with {string.Join(" | ", first)}.");
        return rows;
    }

    private int Column(string head)
    {
        var column = Array.IndexOf(_head, head);
        Assert.True(column >= 0, $"{_name}: no column is called {head}.");
        return column;
    }
}

/// <summary>A figure as a measurement wrote it. In an interpolated string it is just that, and rounded with a format: a half down, for it may have been rounded up already.</summary>
internal readonly record struct Measured(string Text) : IFormattable
{
    public decimal Value => decimal.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? provider)
    {
        if (format is null)
        {
            return Text;
        }

        var digits = format.SkipWhile(c => c != '.').Count(c => c == '0');
        var step = (decimal)Math.Pow(10, -digits);
        return (Math.Ceiling((Value / step) - 0.5m) * step).ToString(format, CultureInfo.InvariantCulture);
    }

    public override string ToString() => Text;
}
