using System.Globalization;

namespace PromptCompressor.Quality.Tools;

/// <summary>Rows with a failure, one far off, and one that was asked for, as each format writes them.</summary>
internal static class TableTexts
{
    private static readonly string[] Head = ["id", "guest", "mail", "town", "nights", "price", "state"];

    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Csv(any);
        yield return Psql(any);
        yield return Pods(any);
        yield return Markdown(any);
    }

    private static ToolText Csv(Invented any)
    {
        var (rows, facts) = Rows(any, 200);
        var text = new ToolTextBuilder();
        text.Plant(FactKind.Frame, string.Join(',', Head));
        AddRows(text, rows, facts, row => string.Join(',', row));
        return text.Build("CSV, 200 rows", $"grep {AskedOf(rows, facts)} bookings.csv");
    }

    private static ToolText Psql(Invented any)
    {
        var (rows, facts) = Rows(any, 60);
        var widths = Enumerable.Range(0, Head.Length).Select(c => rows.Append(Head).Max(row => row[c].Length)).ToArray();
        var text = new ToolTextBuilder();
        string Line(string[] row) => string.Join(" | ", row.Select((cell, c) => c is 0 or 4 or 5 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
        text.Add(" " + Line(Head), string.Join('+', widths.Select(w => new string('-', w + 2))));
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            text.Add(" " + Line(row));
            foreach (var fact in facts.Where(fact => fact.Row == i))
            {
                text.Fact(fact.Kind, [.. row.SelectMany((cell, c) => c == 0 ? [cell] : new[] { "|", cell })]);
            }
        }

        text.Plant(FactKind.Frame, "(60 rows)");
        return text.Build("psql, 60 rows", $"find what {AskedOf(rows, facts)} booked: psql -c \"select * from bookings\"");
    }

    private static ToolText Pods(Invented any)
    {
        var text = new ToolTextBuilder();
        var fails = any.Number(20, 50);
        text.Add("NAME                               READY   STATUS             RESTARTS        AGE");
        text.Fact(FactKind.Frame, "NAME", "READY", "STATUS", "RESTARTS", "AGE");
        for (var i = 0; i < 60; i++)
        {
            var name = $"{any.Thing}-{any.Hex(9)}-{any.Hex(5)}";
            if (i == fails)
            {
                text.Add($"{name,-35}0/1     ImagePullBackOff   {any.Number(7, 40)} (3m ago)     {any.Number(40, 90)}m");
                text.Fact(FactKind.Failure, name, "0/1", "ImagePullBackOff", "ago)");
            }
            else
            {
                text.Add($"{name,-35}1/1     Running            0               {any.Number(2, 30)}d");
            }
        }

        return text.Build("kubectl get pods, 60", "kubectl get pods");
    }

    private static ToolText Markdown(Invented any)
    {
        var (rows, facts) = Rows(any, 80);
        var text = new ToolTextBuilder();
        text.Add("| " + string.Join(" | ", Head.Select(h => h.PadRight(12))) + " |", "|" + string.Concat(Head.Select(_ => "--------------|")));
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            text.Add("| " + string.Join(" | ", row.Select(cell => cell.PadRight(12))) + " |");
            foreach (var fact in facts.Where(fact => fact.Row == i))
            {
                text.Fact(fact.Kind, [.. row.SelectMany(cell => new[] { "|", cell })]);
            }
        }

        text.Fact(FactKind.Frame, [.. Head]);
        return text.Build("Markdown table, 80 rows", $"fetch docs/bookings.md, the row of {AskedOf(rows, facts)}");
    }

    private static (List<string[]> Rows, (FactKind Kind, int Row)[] Facts) Rows(Invented any, int count)
    {
        int failed = any.Number(count / 2, count - 6), far = any.Number(6, count / 4), asked = any.Number(count / 4, count / 2);
        var rows = Enumerable.Range(0, count).Select(i => new[]
        {
            (7000 + i).ToString(CultureInfo.InvariantCulture), any.Name, $"guest{any.Number(1000, 9999)}{i}@mail.example", any.Town, any.Number(1, 9).ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{(i == far ? 480_000 : any.Number(80, 400))}.50"), i == failed ? "FAILED" : any.Of(["paid", "paid", "booked"]),
        }).ToList();
        return (rows, [(FactKind.Failure, failed), (FactKind.Outlier, far), (FactKind.Asked, asked)]);
    }

    private static string AskedOf(List<string[]> rows, (FactKind Kind, int Row)[] facts) => rows[facts.Single(fact => fact.Kind == FactKind.Asked).Row][2];

    private static void AddRows(ToolTextBuilder text, List<string[]> rows, (FactKind Kind, int Row)[] facts, Func<string[], string> write)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            text.Add(write(rows[i]));
            foreach (var fact in facts.Where(fact => fact.Row == i))
            {
                text.Fact(fact.Kind, write(rows[i]));
            }
        }
    }
}
