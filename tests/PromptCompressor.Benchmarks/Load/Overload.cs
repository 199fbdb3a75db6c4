namespace PromptCompressor.Benchmarks.Load;

/// <summary>Three times as many misses as the service can do.</summary>
internal static class Overload
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    /// <summary>The queue has to fill first.</summary>
    private static readonly TimeSpan From = TimeSpan.FromSeconds(8);

    public static async Task<string> RunAsync()
    {
        await using var server = await LoadServer.StartAsync([.. Capacity.NoCache, "--Engine:QueueTokens", "16384"]);
        var capacity = await Capacity.MeasureWarmAsync(server);
        var answers = await Arrivals.OpenAsync(capacity * 3, Time, async i => (await server.SendAsync(LoadTexts.Of(Capacity.Words, 50_000 + i))).Status);
        var done = answers.Where(answer => answer.Status == 200).ToArray();

        // By when answers come, not by when they were due, and only while requests come.
        var good = done.Count(answer => Came(answer) >= From && Came(answer) < Time) / (Time - From).TotalSeconds;
        var refused = new Latencies(answers.Where(answer => answer.Status == 429).Select(answer => answer.Milliseconds));
        var accepted = new Latencies(done.Select(answer => answer.Milliseconds));
        return LoadScenarios.Format($"""
            Capacity {capacity:f1} requests/s; {capacity * 3:f1} a second come for {Time.TotalSeconds} s; `Engine:QueueTokens` 16384.

            | | requests | p50, ms | p95 | p99 |
            |---|---|---|---|---|
            | 200 | {accepted.Count} | {accepted[50]:f0} | {accepted[95]:f0} | {accepted[99]:f0} |
            | 429 | {refused.Count} | {refused[50]:f1} | {refused[95]:f1} | {refused[99]:f1} |
            | anything else | {answers.Length - accepted.Count - refused.Count} | | | |

            Goodput {good:f1} requests/s, {good / capacity:p0} of the capacity.
            """);
    }

    private static TimeSpan Came(Answer answer) => answer.Due + TimeSpan.FromMilliseconds(answer.Milliseconds);
}
