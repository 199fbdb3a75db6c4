using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PromptCompressor.Quality.Tools;

/// <summary>Answers of services: records with one that failed, one far off, and one that was asked for.</summary>
internal static class JsonTexts
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Issues(any);
        yield return Bookings(any);
        yield return Metrics(any);
        yield return Events(any);
        yield return Search(any);
        yield return Config(any);
    }

    private static ToolText Issues(Invented any)
    {
        int worst = any.Number(100, 180), asked = any.Number(20, 90);
        var issues = new JsonArray();
        for (var i = 0; i < 200; i++)
        {
            var title = i == worst ? "Nightly import deletes rows that are still booked" : i == asked ? $"Printer of cabin {any.Number(700, 900)} prints twice" : $"{Invented.Pascal(any.Thing)} list {any.Of(["is slow", "is empty", "jumps", "shows old data"])}";
            issues.Add(new JsonObject
            {
                ["id"] = 61_000 + i,
                ["title"] = title,
                ["state"] = i % 3 == 0 ? "closed" : "open",
                ["user"] = new JsonObject { ["login"] = any.Last.ToLowerInvariant(), ["id"] = any.Number(100, 120) },
                ["labels"] = new JsonArray(any.Thing, i == worst ? "CRITICAL" : "p2"),
                ["comments"] = any.Number(0, 20),
                ["created_at"] = Invented.Stamp(i * 971, "yyyy-MM-ddTHH:mm:ssZ"),
                ["body"] = any.Remark,
            });
        }

        return new ToolText("JSON, 200 issues, minified", "list_issues printer cabin", issues.ToJsonString(Minified), FactsOf(issues, (worst, FactKind.Failure, "id", "title"), (asked, FactKind.Asked, "id", "title")));
    }

    private static ToolText Bookings(Invented any)
    {
        int failed = any.Number(40, 90), far = any.Number(5, 35);
        var rows = new JsonArray();
        for (var i = 0; i < 100; i++)
        {
            rows.Add(new JsonObject
            {
                ["id"] = 40_100 + i,
                ["guest"] = any.Name,
                ["town"] = any.Town,
                ["nights"] = any.Number(1, 9),
                ["price"] = i == far ? 912_000.5 : any.Number(80, 400) + 0.5,
                ["paid_at"] = Invented.Stamp(i * 613, "yyyy-MM-ddTHH:mm:ssZ"),
                ["voucher"] = i % 4 == 0 ? null : $"V-{any.Number(100, 999)}",
                ["status"] = i == failed ? "payment_failed" : any.Of(["booked", "booked", "paid"]),
            });
        }

        return new ToolText("JSON, 100 flat records, pretty", "http_get https://api.berth.example/bookings", rows.ToJsonString(Pretty),
            FactsOf(rows, (failed, FactKind.Failure, "id", "status"), (far, FactKind.Outlier, "id", "price")));
    }

    private static ToolText Metrics(Invented any)
    {
        var spike = any.Number(60, 180);
        var points = new JsonArray();
        for (var i = 0; i < 200; i++)
        {
            points.Add(new JsonObject { ["time"] = 1_993_960_800 + (i * 60), ["cpu_percent"] = i == spike ? 98.75 : any.Number(18, 26) + 0.25, ["memory_mb"] = any.Number(2000, 2100), ["host"] = "quay-02", ["state"] = "ok" });
        }

        return new ToolText("JSON, 200 points of a metric", "query_metrics cpu quay-02", points.ToJsonString(Minified), FactsOf(points, (spike, FactKind.Outlier, "time", "memory_mb")));
    }

    private static ToolText Events(Invented any)
    {
        int fatal = any.Number(30, 170), asked = any.Number(175, 195);
        var key = $"trace-{any.Hex(8)}";
        var lines = new JsonArray();
        for (var i = 0; i < 200; i++)
        {
            lines.Add(new JsonObject
            {
                ["ts"] = Invented.Stamp(i),
                ["level"] = i == fatal ? "fatal" : any.Of(["info", "info", "debug"]),
                ["service"] = any.Of(["quay", "berth", "mailer"]),
                ["trace"] = i == asked ? key : $"trace-{any.Hex(8)}",
                ["msg"] = i == fatal ? $"pool exhausted, {any.Number(1000, 3000)} entries not written" : $"{any.Verb} of {any.Thing} done",
                ["ms"] = any.Number(3, 60),
            });
        }

        return new ToolText("JSON Lines, 200 events", $"grep {key} events.ndjson", string.Join('\n', lines.Select(line => line!.ToJsonString(Minified))) + "\n",
            FactsOf(lines, (fatal, FactKind.Failure, "ts", "msg"), (asked, FactKind.Asked, "ts", "ms")));
    }

    private static ToolText Search(Invented any)
    {
        var best = any.Number(6, 20);
        var rule = $"A permit must not be split while its voyage is archived, unless the harbour master of {any.Town} has agreed in writing.";
        var hits = new JsonArray();
        for (var i = 0; i < 25; i++)
        {
            hits.Add(new JsonObject
            {
                ["rank"] = i,
                ["url"] = $"https://docs.berth.example/{any.Thing}/{i}",
                ["title"] = $"How to {any.Verb} a {any.Thing}",
                ["text"] = $"{any.Remark} {any.Remark} {(i == best ? rule + " " : "")}{any.Remark}",
            });
        }

        var page = new JsonObject { ["query"] = "split permit harbour master", ["total"] = 25, ["hits"] = hits };
        return new ToolText("JSON, page of search results", "search_docs split permit harbour master", page.ToJsonString(Minified), [new PlantedFact(FactKind.Asked, rule), new PlantedFact(FactKind.Frame, "\"total\":25")]);
    }

    private static ToolText Config(Invented any)
    {
        var limits = new JsonObject(Enumerable.Range(0, 12).Select(i => KeyValuePair.Create($"max_{any.Thing}_{i}", (JsonNode?)any.Number(10, 5000))));
        var key = limits.First();
        var config = new JsonObject
        {
            ["service"] = "berth",
            ["limits"] = limits,
            ["database"] = new JsonObject { ["host"] = "db-01.berth.example", ["port"] = 5432, ["pool"] = any.Number(5, 50) },
            ["features"] = new JsonObject(Enumerable.Range(0, 10).Select(i => KeyValuePair.Create($"{any.Verb}_{any.Thing}_{i}", (JsonNode?)(i % 2 == 0)))),
        };
        return new ToolText("JSON, one object, pretty", "http_get https://berth.example/config", config.ToJsonString(Pretty), [new PlantedFact(FactKind.Asked, $"\"{key.Key}\":", key.Value!.ToJsonString()), new PlantedFact(FactKind.Asked, "5432")]);
    }

    /// <summary>Values of one record, from the first to the last member named.</summary>
    private static List<PlantedFact> FactsOf(JsonArray rows, params (int Row, FactKind Kind, string First, string Last)[] facts) =>
    [
        .. facts.Select(fact =>
        {
            var members = rows[fact.Row]!.AsObject().ToList();
            var first = members.FindIndex(m => m.Key == fact.First);
            var last = members.FindIndex(m => m.Key == fact.Last);
            return new PlantedFact(fact.Kind, [.. members[first..(last + 1)].Select(m => m.Value).OfType<JsonValue>().Select(value => value.ToJsonString(Minified))]);
        }),
    ];
}
