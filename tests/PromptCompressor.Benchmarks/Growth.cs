using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PromptCompressor.Benchmarks.Load;

namespace PromptCompressor.Benchmarks;

/// <summary>
/// How the cost of a request grows with its tokens: whole requests to a real service, as one text and as many texts, first when it knows
/// nothing of them and then again. Each text is new, so that misses are misses.
/// </summary>
internal static class Growth
{
    private const int TokensOfOneOfMany = 1_000;
    private const string Question = "What did the survey team measure before the storm reached the coast?";

    private static int _nextParagraph;

    /// <param name="sizes">Tokens of the requests; none: 1k to 1M.</param>
    public static async Task PrintAsync(string[] sizes)
    {
        var tokens = sizes.Length == 0 ? [1_000, 10_000, 100_000, 1_000_000] : Array.ConvertAll(sizes, size => int.Parse(size, CultureInfo.InvariantCulture));
        await using var server = await LoadServer.StartAsync("--Limits:OriginTokens", "2000000", "--Limits:Contexts", "10000");
        await WarmUpAsync(server);
        await PrintAsync(server, "one text", size => Take(size), tokens);
        await PrintAsync(server, "many texts", size => new JsonArray([.. Enumerable.Range(0, size / TokensOfOneOfMany).Select(_ => (JsonNode)Take(TokensOfOneOfMany))]), tokens);
    }

    private static async Task PrintAsync(LoadServer server, string name, Func<int, JsonNode> context, int[] sizes)
    {
        Console.WriteLine($"| {name}, tokens | segments | misses, ms | ms per 1k | hits, ms | ms per 1k | hits with a question, ms | ms per 1k |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var misses = new List<(double Tokens, double Milliseconds)>();
        var hits = new List<(double Tokens, double Milliseconds)>();
        var asked = new List<(double Tokens, double Milliseconds)>();
        foreach (var size in sizes)
        {
            // Small requests are over so soon that whatever else the machine does shows in each.
            var rounds = Math.Clamp(100_000 / size, 1, 20);
            var (missTimes, hitTimes, askedTimes) = (new List<double>(), new List<double>(), new List<double>());
            JsonNode answer = null!;
            for (var round = 0; round < rounds; round++)
            {
                var request = new JsonObject { ["context"] = context(size), ["rate"] = 0.5 };
                missTimes.Add((await SendAsync(server, request, isHit: false)).Milliseconds);
                for (var again = 0; again < 5; again++)
                {
                    request.Remove("question");
                    (answer, var time) = await SendAsync(server, request, isHit: true);
                    hitTimes.Add(time);
                    request["question"] = Question;
                    askedTimes.Add((await SendAsync(server, request, isHit: true)).Milliseconds);
                }
            }

            var tokens = (double)answer["origin_tokens"]!;
            misses.Add((tokens, Median(missTimes)));
            hits.Add((tokens, Median(hitTimes)));
            asked.Add((tokens, Median(askedTimes)));
            Console.WriteLine(LoadScenarios.Format($"| {tokens} | {answer["cache"]!["segments"]} | {Cells(misses)} | {Cells(hits)} | {Cells(asked)} |"));
        }

        Console.WriteLine();
        Console.WriteLine(Describe("misses", misses));
        Console.WriteLine(Describe("hits", hits));
        Console.WriteLine(Describe("hits with a question", asked));
        Console.WriteLine();
    }

    /// <summary>Code is compiled for good before anything counts.</summary>
    private static async Task WarmUpAsync(LoadServer server)
    {
        var request = new JsonObject { ["context"] = Take(5_000) };
        await SendAsync(server, request, isHit: false);
        for (var i = 0; i < 200; i++)
        {
            request["question"] = i % 2 == 0 ? Question : null;
            await SendAsync(server, request, isHit: true);
        }
    }

    private static string Take(int tokens) => BenchText.Of(tokens, _nextParagraph, out _nextParagraph);

    private static async Task<(JsonNode Answer, double Milliseconds)> SendAsync(LoadServer server, JsonObject request, bool isHit)
    {
        var start = Stopwatch.GetTimestamp();
        var (status, body) = await server.SendAsync(request);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var answer = JsonNode.Parse(body)!;
        if (status != 200)
        {
            throw new InvalidOperationException(body);
        }

        // Some headings come again.
        var (segments, hits) = ((int)answer["cache"]!["segments"]!, (int)answer["cache"]!["hits"]!);
        return (isHit ? hits == segments : hits <= segments / 20)
            ? (answer, time)
            : throw new InvalidOperationException($"{hits} of {segments} segments hit.");
    }

    private static double PerThousand((double Tokens, double Milliseconds) point) => point.Milliseconds / point.Tokens * 1000;

    private static string Cells(List<(double Tokens, double Milliseconds)> points) =>
        LoadScenarios.Format($"{points[^1].Milliseconds:f1} | {PerThousand(points[^1]):f2}");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Describe(string name, List<(double Tokens, double Milliseconds)> points)
    {
        var perThousand = points.Select(PerThousand).ToArray();
        return LoadScenarios.Format($"{name}: slope of log(time) over log(tokens) {Slope(points):f3}; ms per 1k tokens, largest over smallest {perThousand.Max() / perThousand.Min():f2}.");
    }

    /// <summary>Of the line of least squares.</summary>
    private static double Slope(List<(double Tokens, double Milliseconds)> points)
    {
        var (x, y) = (points.ConvertAll(point => Math.Log(point.Tokens)), points.ConvertAll(point => Math.Log(point.Milliseconds)));
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
