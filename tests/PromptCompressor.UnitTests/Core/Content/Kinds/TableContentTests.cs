using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class TableContentTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Csv_RowsLeftOut_LeaveTheOthersWholeAndAreCounted(string end)
    {
        var text = Samples.Csv(100, end).Replace("1071,Torsund,Town 3,", "1071,\"Tor\"\"sund\n2\",Town 3,", StringComparison.Ordinal).Replace($"27.50,open{end}1072", $"98500.00,open{end}1072", StringComparison.Ordinal);
        var reduced = ContentTexts.Reduce(text, 0.3);
        var rows = text.Split(end).ToHashSet();
        Assert.StartsWith("id,customer,town,amount,status" + end, reduced, StringComparison.Ordinal);
        Assert.Contains("1071,\"Tor\"\"sund\n2\",Town 3,98500.00,open" + end, reduced, StringComparison.Ordinal);
        Assert.All(reduced.Split(end), row => Assert.True(rows.Contains(row) || OmissionMark.IsMark(row), row));
        var piecesOfTheQuotedRow = end == "\n" ? 1 : 0;
        Assert.Equal(100 + piecesOfTheQuotedRow, reduced.Split(end).Skip(1).SkipLast(1).Sum(row => OmissionMark.IsMark(row) ? int.Parse(row[1..3], System.Globalization.CultureInfo.InvariantCulture) : 1));
    }

    [Theory]
    [InlineData(';', "1,50")]
    [InlineData('\t', "a \\t b")]
    public void Csv_OtherDelimiters_AreCsv(char delimiter, string cell)
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"{i}{delimiter}{cell}{delimiter}x{i % 3}{delimiter}\n")));
        Assert.Equal(ContentKind.Csv, ContentTexts.Only(text).Kind);
        Assert.Contains(Samples.Line($"0{delimiter}{cell}{delimiter}x0{delimiter}\n"), ContentTexts.Reduce(text, 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_LinesOfProseWithCommas_AreNotCsv()
    {
        var text = string.Concat(Enumerable.Repeat("When it rains, we stay at home, and we read.\nOn other days, we go out, and we walk.\n", 20));
        Assert.Equal(ContentKind.Prose, ContentTexts.Only(text).Kind);
    }

    [Fact]
    public void Pods_ThatDoNotRun_Stay()
    {
        var text = Samples.Pods(60).Replace("1/1     Running   0          21d", "0/1     Pending   0          21d", StringComparison.Ordinal);
        var reduced = ContentTexts.Reduce(text, 0.3);
        Assert.Equal(ContentTexts.Times(text, "Pending"), ContentTexts.Times(reduced, "Pending"));
        Assert.Matches(@"\n\[\d+ rows omitted\]\n", reduced);
    }

    [Fact]
    public void Psql_Footer_Stays()
    {
        var text = " id | name \n----+------\n" + string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($" {i,2} | n{i % 4}   \n"))) + "(60 rows)\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.StartsWith("id|name\n-+-\n0|n0\n", reduced, StringComparison.Ordinal);
        Assert.EndsWith("\n(60 rows)\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_RowsLeftOut_AreARowWithAMark()
    {
        var text = "| option | type | default |\n|---|---|---:|\n" + string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"| `a.b{i}` | int | {i} |\n")));
        var reduced = ContentTexts.Reduce(text, 0.3);
        var mark = Assert.Single(reduced.Split('\n'), line => OmissionMark.IsMark(line));
        Assert.Equal(4, mark.Count(c => c == '|'));
        Assert.InRange(ContentTexts.Count(reduced), ContentTexts.Count(text) / 5, ContentTexts.Count(text) * 3 / 10);
    }
}
