using System.Net;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>
/// Three times as many misses as the service can do, at its default settings. Clients wait for 20 seconds, and those that are refused come back once, when
/// they were told.
/// </summary>
internal static class Overload
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    /// <summary>The queue has to fill first.</summary>
    private static readonly TimeSpan From = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(20);

    public static async Task<string> RunAsync()
    {
        await using var server = await LoadServer.StartAsync(Capacity.NoCache);
        var capacity = await Capacity.MeasureWarmAsync(server);
        var retries = new List<Task<Attempt>>();
        var withoutRetryAfter = 0;
        using var peak = new PeakMemory(server);
        var answers = await Arrivals.OpenAsync(capacity * 3, Time, async i =>
        {
            var first = await SendAsync(server, i);
            if (first.Status == (int)HttpStatusCode.TooManyRequests)
            {
                _ = first.RetryAfter is { } wait ? Follow(wait) : Interlocked.Increment(ref withoutRetryAfter);
            }

            return first.Status;

            int Follow(TimeSpan wait)
            {
                lock (retries)
                {
                    retries.Add(Task.Run(async () =>
                    {
                        await Task.Delay(wait);
                        return await SendAsync(server, i);
                    }));
                }

                return 0;
            }
        });
        var followed = await Task.WhenAll(retries);
        var done = answers.Where(answer => answer.Status == 200).ToArray();
        var refused = new Latencies(answers.Where(answer => answer.Status == 429).Select(answer => answer.Milliseconds));
        var accepted = new Latencies(done.Select(answer => answer.Milliseconds));
        var returned = new Latencies(followed.Where(attempt => attempt.Status == 200).Select(attempt => attempt.Milliseconds));

        // By when answers come, not by when they were due, and only while requests come.
        var came = done.Select(Came).Concat(followed.Where(attempt => attempt.Status == 200).Select(attempt => attempt.Ended - peak.Start));
        var good = came.Count(at => at >= From && at < Time) / (Time - From).TotalSeconds;
        return LoadScenarios.Format($"""
            Capacity {capacity:f1} requests/s; {capacity * 3:f1} a second come for {Time.TotalSeconds} s, default settings, clients wait for {ClientTimeout.TotalSeconds} s.

            | | requests | p50, ms | p95 | p99 |
            |---|---|---|---|---|
            | 200 at once | {accepted.Count} | {accepted[50]:f0} | {accepted[95]:f0} | {accepted[99]:f0} |
            | 429 | {refused.Count} | {refused[50]:f1} | {refused[95]:f1} | {refused[99]:f1} |
            | anything else | {answers.Length - accepted.Count - refused.Count} | | | |
            | came back when told: 200 | {returned.Count} | {returned[50]:f0} | {returned[95]:f0} | {returned[99]:f0} |
            | came back when told: 429 | {followed.Count(attempt => attempt.Status == 429)} | | | |
            | came back when told: anything else | {followed.Count(attempt => attempt.Status is not 200 and not 429)} | | | |

            Goodput {good:f1} requests/s, {good / capacity:p0} of the capacity. {withoutRetryAfter} refusals had no `Retry-After`; of those that followed it {followed.Count(attempt => attempt.Status != 429) / (double)Math.Max(1, followed.Length):p0} were let in. Peak memory {peak.Megabytes:f0} MiB.
            """);
    }

    private static async Task<Attempt> SendAsync(LoadServer server, int i)
    {
        using var patience = new CancellationTokenSource(ClientTimeout);
        var start = DateTime.UtcNow;
        var (status, retryAfter) = await server.TrySendAsync(LoadTexts.Of(Capacity.Words, 50_000 + i), patience.Token);
        return new Attempt(status, retryAfter, DateTime.UtcNow, (DateTime.UtcNow - start).TotalMilliseconds);
    }

    private static TimeSpan Came(Answer answer) => answer.Due + TimeSpan.FromMilliseconds(answer.Milliseconds);

    private sealed record Attempt(int Status, TimeSpan? RetryAfter, DateTime Ended, double Milliseconds);
}
