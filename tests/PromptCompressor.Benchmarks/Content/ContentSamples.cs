using System.Globalization;
using System.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Content;

/// <summary>Invented tool output of each kind, in any size, the same on every run; no two records of a text are equal.</summary>
internal static class ContentSamples
{
    private static readonly string[] Services = ["checkout", "ledger", "mailer", "search", "stock"];
    private static readonly string[] Towns = ["Oslo", "Lund", "Rome", "Ghent"];

    /// <summary>The generators by the name of their kind.</summary>
    public static IReadOnlyList<(string Kind, Func<int, string> Of)> Kinds { get; } =
    [
        ("log", size => Lines(size, LogLine)),
        ("json array", size => $"[{Repeat(size, i => (i == 0 ? "" : ",") + Order(i))}]"),
        ("json pretty", size => $"[{Repeat(size, i => (i == 0 ? "" : ",") + PrettyOrder(i))}\n]\n"),
        ("json lines", size => Lines(size, Event)),
        ("diff", size => Repeat(size, DiffFile)),
        ("code", size => Repeat(size, Method)),
        ("csv", size => "id,customer,town,amount,status,created\n" + Lines(size, i => Line($"{1000 + i},customer {i * 31 % 977},{Towns[i % 4]},{i * 37 % 9000}.{i % 100:00},{(i % 3 == 0 ? "paid" : "open")},2031-04-{1 + (i % 28):00}"))),
        ("table", size => "NAME                      READY   STATUS    RESTARTS   AGE\n" + Lines(size, i => Line($"{Line($"{Services[i % 5]}-{i:0000000}").PadRight(26)}1/1     {(i % 97 == 5 ? "Pending" : "Running")}   {i % 3}          {i % 40}d"))),
        ("html", size => $"<!DOCTYPE html>\n<html><head><title>Manual</title><style>p {{ color: red; }}</style></head><body><nav><a href=\"/a\">Start</a></nav>\n{Repeat(size, HtmlSection)}</body></html>\n"),
        ("search results", size => Lines(size, i => Line($"src/{Services[i / 400 % 5]}/part{i / 20}.py:{(i % 20 * 7) + 3}:    total = entry[{i}] + price({i * 3}, \"{Towns[i % 4]}\")"))),
        ("test report", size => Lines(size, i => i % 500 == 499 ? Failure(i) : Line($"tests/test_{Services[i % 5]}.py::test_case_{i} PASSED [ {i % 100,2}%]")) + "=================== 3 failed, 119 passed in 12.31s ====================\n"),
        ("stack traces", size => Repeat(size, Trace)),
        ("prose", size => Repeat(size, i => SampleTexts.Paragraph("prose", i) + "\n\n")),
        ("mixed", Mixed),
    ];

    public static string Of(string kind, int size) => Kinds.First(one => one.Kind == kind).Of(size);

    /// <summary>Prose, and in it blocks of 4 kB of the other kinds.</summary>
    private static string Mixed(int size)
    {
        const int Block = 4000;
        var text = new StringBuilder(size);
        for (var i = 0; text.Length < size; i++)
        {
            var kind = Kinds[i % (Kinds.Count - 1)];
            text.Append(SampleTexts.Paragraph("prose", i)).Append("\n\n").Append(kind.Of(Math.Min(Block, size - text.Length + 100)).TrimEnd('\n')).Append("\n\n");
        }

        return text.ToString();
    }

    private static string LogLine(int i) => (i % 400, i % 4) switch
    {
        (399, _) => Line($"{Time(i)} ERROR [http-{i % 7}] pay.Settlement - settlement {4711 + i} failed: connection refused"),
        (_, 0) => Line($"{Time(i)} INFO  [http-{i % 7}] web.Access - GET /api/orders/{i * 7919L % 9000} 200 {i * 31L % 90}ms"),
        (_, 1) => Line($"{Time(i)} DEBUG [worker-{i % 3}] cache.Cache - dropped {i % 40} entries, size now {2000 + (i % 90)}"),
        (_, 2) => Line($"{Time(i)} INFO  [scheduler] jobs.Heartbeat - heartbeat ok, queue depth {i % 9}"),
        _ => Line($"{Time(i)} INFO  [queue-{i % 5}] mail.Outbox - sent message {i * 104729L % 1000003:x8} to {Services[i % 5]}"),
    };

    private static string Time(int i) => Line($"2031-04-{1 + (i / 86400 % 28):00}T{i / 3600 % 24:00}:{i / 60 % 60:00}:{i % 60:00}.{i * 37L % 1000:000}Z");

    private static string Order(int i) =>
        Line($"{{\"id\":{48000 + i},\"customer\":{{\"name\":\"customer {i * 31L % 977}\",\"town\":\"{Towns[i % 4]}\"}},\"total\":{i * 37L % 9000}.{i % 100:00},\"open\":{(i % 2 == 0 ? "true" : "false")},\"note\":null}}");

    private static string PrettyOrder(int i) =>
        Line($"\n  {{\n    \"id\": {48000 + i},\n    \"customer\": {{\n      \"name\": \"customer {i * 31L % 977}\",\n      \"town\": \"{Towns[i % 4]}\"\n    }},\n    \"total\": {i * 37L % 9000}.{i % 100:00},\n    \"open\": {(i % 2 == 0 ? "true" : "false")}\n  }}");

    private static string Event(int i) =>
        Line($"{{\"time\":\"{Time(i)}\",\"severity\":\"info\",\"service\":\"{Services[i % 5]}\",\"message\":\"order {i * 13L % 9973} accepted\",\"ms\":{i * 31L % 90},\"env\":\"prod\"}}");

    private static string DiffFile(int i) =>
        Line($"diff --git a/src/part{i}.py b/src/part{i}.py\nindex 3f2a1b{i % 10}..9c8d7e6 100644\n--- a/src/part{i}.py\n+++ b/src/part{i}.py\n@@ -10,9 +10,9 @@ def total_{i}(entries):\n     first = entries[0]\n     second = entries[1]\n     third = entries[2]\n     fourth = entries[3]\n-    return first + {i}\n+    return first + second + {i}\n     # the rest is as before\n     pass\n     return None\n     # end of {i}\n");

    private static string Method(int i) =>
        Line($"    public int Total{i}(IReadOnlyList<Entry> entries, int limit)\n    {{\n        var sum = {i};\n        foreach (var entry in entries)\n        {{\n            // Entries above the limit are of another year.\n            if (entry.Value > limit && entry.Name != \"skip {i % 90}\")\n            {{\n                continue;\n            }}\n\n            sum += entry.Value * {i % 13};\n        }}\n\n        return sum;\n    }}\n\n");

    private static string HtmlSection(int i) =>
        Line($"<h2 id=\"s{i}\">Section {i}</h2>\n<div class=\"text wide\"><p>{SampleTexts.Paragraph("prose", i)}</p>\n<ul><li>First of {i}</li><li>See <a href=\"/pages/{i}.html\">page {i}</a></li></ul></div>\n<table><tr><th>Name</th><th>Value</th></tr><tr><td>limit</td><td>{i * 3}</td></tr></table>\n");

    private static string Trace(int i) =>
        Line($"Traceback (most recent call last):\n  File \"/srv/app/jobs/run{i % 90}.py\", line {i % 400}, in main\n    handle(order_{i})\n")
        + string.Concat(Enumerable.Range(0, 6).Select(n => Line($"  File \"/usr/lib/python3/dist-packages/lib{n}/core.py\", line {(n * 37) + i}, in call\n    return self.next({n})\n")))
        + Line($"  File \"/srv/app/orders/total.py\", line {i % 90}, in total\n    raise ValueError(order_{i})\nValueError: order {i} has no rows\n\n");

    private static string Failure(int i) =>
        Line($"tests/test_{Services[i % 5]}.py::test_case_{i} FAILED [ {i % 100,2}%]");

    private static string Lines(int size, Func<int, string> line) => Repeat(size, i => line(i) + "\n");

    private static string Repeat(int size, Func<int, string> of)
    {
        var text = new StringBuilder(size + 1000);
        for (var i = 0; text.Length < size; i++)
        {
            text.Append(of(i));
        }

        return text.ToString();
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
