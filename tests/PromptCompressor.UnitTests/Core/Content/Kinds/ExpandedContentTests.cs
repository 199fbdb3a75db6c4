using System.Globalization;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

/// <summary>Rows of a query with a line for each column.</summary>
public sealed class ExpandedContentTests
{
    [Theory]
    [InlineData("-[ RECORD 1 ]-----\nid   | 1\nname | Lind\n-[ RECORD 2 ]-----\nid   | 2\nname | Ode\n")]
    [InlineData("*************************** 1. row ***************************\n  id: 1\nname: Lind\n*************************** 2. row ***************************\n  id: 2\nname: Ode\n2 rows in set (0.00 sec)\n")]
    public void Records_AreATable(string text) => Assert.Equal(ContentKind.Table, ContentDetector.Blocks(text)[0].Kind);

    [Fact]
    public void AnyRecords_AreThereWithAllTheirLinesOrGone() =>
        Gen.Select(Gen.Int[8, 60], Gen.Int[2, 7], Gen.Int[0, 1 << 20], Gen.Bool, Gen.Double[0.1, 0.9]).Sample(
            (rows, columns, seed, isMySql, rate) =>
            {
                var records = Any(rows, columns, isMySql, new Random(seed), out var fault);
                var text = string.Concat(records) + (isMySql ? Samples.Line($"{rows} rows in set (0.01 sec)\n") : "");
                var block = ContentDetector.Blocks(text)[0];
                Assert.Equal((ContentKind.Table, text), (block.Kind, block.Span.Of(text).ToString()));

                var reduced = ContentReducer.Reduce(string.Concat(records), ContentKind.Table, (int)(rate * ContentTexts.Count(text)), ContentTexts.Options with { FillTarget = seed % 2 == 0 });
                var (at, gone) = (0, 0);
                var left = Narrow(reduced.Text);
                while (left.Length > 0)
                {
                    if (left[0] == '[')
                    {
                        Assert.True(OmissionMark.IsMark(left.AsSpan(0, left.IndexOf('\n', StringComparison.Ordinal))));
                        var count = int.Parse(left.AsSpan(1, left.IndexOf(' ', StringComparison.Ordinal) - 1), NumberStyles.None, CultureInfo.InvariantCulture);
                        (at, gone, left) = (at + count, gone + count, left[(left.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                    }
                    else
                    {
                        var record = Narrow(records[at++]);
                        Assert.StartsWith(record, left, StringComparison.Ordinal);
                        left = left[record.Length..];
                    }
                }

                Assert.Equal(rows, at);
                Assert.Equal(reduced.OmittedRecords, gone);
                Assert.Contains(Narrow(records[fault]), Narrow(reduced.Text), StringComparison.Ordinal);
            },
            iter: 300);

    private static string[] Any(int rows, int columns, bool isMySql, Random random, out int fault)
    {
        string[] names = ["id", "customer_name", "town", "note", "amount", "created_at", "state"], towns = ["Lund", "Oslo", "Turku"];
        var failing = fault = random.Next(rows);
        var width = names.Take(columns).Max(name => name.Length);
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var values = Enumerable.Range(0, columns).Select(c => c switch
            {
                0 => (row * 7).ToString(CultureInfo.InvariantCulture),
                1 => row == failing ? "failed" : "ok",
                3 when !isMySql && random.Next(3) == 0 => "first line  +\n" + new string(' ', width) + " | second: line",
                3 when isMySql && row < rows - 1 && random.Next(3) == 0 => "first line\n\nsecond: line",
                _ => random.Next(6) == 0 ? "" : towns[random.Next(3)],
            });
            return (isMySql ? $"*************************** {row + 1}. row ***************************\n" : $"-[ RECORD {row + 1} ]" + new string('-', 20) + "\n")
                + string.Concat(values.Zip(names, (value, name) => isMySql ? $"{name.PadLeft(width)}: {value}\n" : $"{name.PadRight(width)} | {value}\n"));
        })];
    }

    /// <summary>Without the blanks that put names in line.</summary>
    private static string Narrow(string text) => string.Join('\n', text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
