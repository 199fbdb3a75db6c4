namespace PromptCompressor.Benchmarks.Load;

/// <summary>Misses that come at random times, at half and at nine tenths of what the service can do.</summary>
internal static class Latency
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    public static async Task<string> RunAsync()
    {
        await using var server = await LoadServer.StartAsync(Capacity.NoCache);
        var capacity = await Capacity.MeasureWarmAsync(server);
        var rows = new List<string>();
        foreach (var load in new[] { 0.5, 0.9 })
        {
            var answers = await Arrivals.OpenAsync(capacity * load, Time, async i => (await server.SendAsync(Capacity.Texts[i % Capacity.Requests])).Status);
            var times = new Latencies(answers.Select(answer => answer.Milliseconds));
            rows.Add(LoadScenarios.Format(
                $"| {load:p0} | {times.Count} | {answers.Count(answer => answer.Status != 200)} | {times[50]:f0} | {times[95]:f0} | {times[99]:f0} |"));
        }

        return LoadScenarios.Format($"""
            Capacity {capacity:f1} requests/s of {Capacity.Words} words, all misses; Poisson arrivals for {Time.TotalSeconds} s; times from when a request was due.

            | load | requests | not answered with 200 | p50, ms | p95 | p99 |
            |---|---|---|---|---|---|
            {string.Join('\n', rows)}
            """);
    }
}
