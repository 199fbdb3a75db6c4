using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>Ten thousand requests over two thousand texts, many at once: each answer is what another process gives to the text alone.</summary>
internal static class Answers
{
    private const int Requests = 10_000;
    private const int Distinct = 2_000;

    public static async Task<string> RunAsync()
    {
        await using var server = await LoadServer.StartAsync();
        var texts = Enumerable.Range(0, Distinct).Select(i => LoadTexts.OfAnySize(10, 200, 10_000 + i)).ToArray();
        var order = Enumerable.Range(0, Requests).Select(i => i % Distinct).ToArray();
        new Random(5).Shuffle(order);
        var answers = new ConcurrentBag<(int Text, int Status, string? Output)>();
        var time = await Arrivals.ClosedAsync(Requests, 32, async i =>
        {
            var (status, body) = await server.SendAsync(texts[order[i]]);
            answers.Add((order[i], status, status == 200 ? (string)JsonNode.Parse(body)!["compressed_prompt"]! : null));
        });

        using var engine = BenchText.Engine(cacheBytes: 0);
        var compressor = engine.CompressorOf(engine.Model(LoadTexts.Model));
        var expected = new string[Distinct];
        await Parallel.ForAsync(0, Distinct, async (i, token) => expected[i] = (await compressor.CompressAsync(BenchText.Request(texts[i]), token)).Joined);
        return LoadScenarios.Format(
            $"{answers.Count} answers to {Requests} requests in {time.TotalSeconds:f0} s, 32 at once: {answers.Count(answer => answer.Status != 200)} failed, {answers.Count(answer => answer.Status == 200 && answer.Output != expected[answer.Text])} wrong.");
    }
}
