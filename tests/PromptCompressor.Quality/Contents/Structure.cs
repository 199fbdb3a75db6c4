using System.Text.Json;
using System.Text.RegularExpressions;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Contents;

/// <summary>Whether JSON still parses and Markdown tables still are tables, on made-up tool output.</summary>
internal static partial class Structure
{
    public const string Parses = "json";
    public const string SameKeys = "keys";
    public const string Tables = "tables";

    private static readonly string[] Names = ["Okafor & Sons", "Lindqvist Marine", "Baía Norte", "Harrow Valves", "Tanaka Kogyo", "Petrel Logistics"];
    private static readonly string[] States = ["open", "paid", "overdue", "cancelled"];
    private static readonly string[] Remarks =
    [
        "The customer asked that the crates be delivered before the storm season, and the depot has agreed to keep two of them inside until then.",
        "Called twice about the missing invoice; it turned out that the copy had been sent to the old address, so we will send another one on Monday.",
        "Nothing unusual, although the driver noted that the second pallet was slightly wet and that somebody should look at the seals next time.",
        "Please do not charge the late fee, because the delay was caused by our own warehouse and the account manager has already apologised for it.",
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The same documents on every run.</summary>
    public static IEnumerable<SourceText> Documents(int count) =>
        Enumerable.Range(0, count).Select(i => new SourceText([i % 2 == 0 ? Json(new Random(i)) : Table(new Random(i))]));

    public static IEnumerable<Count> Measure(SourceText source, string output)
    {
        if (source.Text[0] == '{')
        {
            var parsed = Parse(output);
            yield return new Count(Parses, parsed is null ? 0 : 1, 1);
            yield return new Count(SameKeys, parsed is { } root && Skeleton(root) == Skeleton(Parse(source.Text)!.Value) ? 1 : 0, 1);
        }
        else
        {
            yield return new Count(Tables, HasTable(output) ? 1 : 0, 1);
        }
    }

    private static string Json(Random random)
    {
        var orders = Enumerable.Range(0, 2 + random.Next(6)).Select(_ => new
        {
            id = $"ORD-{random.Next(10_000, 99_999)}",
            customer = Pick(random, Names),
            state = Pick(random, States),
            amount = Math.Round(random.NextDouble() * 5000, 2),
            lines = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => new { sku = $"SKU{random.Next(1000)}", count = random.Next(1, 40) }).ToArray(),
            remark = Pick(random, Remarks),
        });
        return JsonSerializer.Serialize(new { orders, next_page = random.Next(2) == 0 ? null : "c2Vjb25k" }, random.Next(2) == 0 ? JsonSerializerOptions.Default : Indented);
    }

    private static string Table(Random random)
    {
        var rows = Enumerable.Range(0, 3 + random.Next(8)).Select(_ =>
            $"| ORD-{random.Next(10_000, 99_999)} | {Pick(random, Names)} | {random.Next(5000)} | {Pick(random, Remarks)} |");
        return $"{Pick(random, Remarks)} {Pick(random, Remarks)}\n\n| order | customer | amount | remark |\n|---|---|---:|---|\n{string.Join('\n', rows)}\n\n{Pick(random, Remarks)}\n";
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Everything but the contents of strings.</summary>
    private static string Skeleton(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().Select(member => $"{member.Name}:{Skeleton(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Skeleton))}]",
        JsonValueKind.String => "\"\"",
        _ => element.GetRawText(),
    };

    /// <summary>A head, its delimiter row, at least one row, and as many cells in each.</summary>
    private static bool HasTable(string output)
    {
        var lines = output.Split('\n');
        var delimiter = Array.FindIndex(lines, line => DelimiterRow().IsMatch(line));
        return delimiter > 0
            && lines[delimiter - 1] == "| order | customer | amount | remark |"
            && lines.Skip(delimiter + 1).TakeWhile(line => line.StartsWith('|')).ToList() is { Count: > 0 } rows
            && rows.TrueForAll(row => row.Count(c => c == '|') == 5)
            && !lines.Skip(delimiter + 1 + rows.Count).Any(line => line.Contains('|', StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\|---\|---\|---:\|---\|$")]
    private static partial Regex DelimiterRow();
}
