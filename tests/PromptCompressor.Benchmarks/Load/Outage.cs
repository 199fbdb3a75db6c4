namespace PromptCompressor.Benchmarks.Load;

/// <summary>Redis is killed and comes back while requests arrive that each have a segment it may know and a new one.</summary>
internal static class Outage
{
    private static readonly TimeSpan Part = TimeSpan.FromSeconds(15);

    public static async Task<string> RunAsync()
    {
        var redis = RedisProcess.Start();
        await using var server = await LoadServer.StartAsync("--Cache:Redis:ConnectionString", $"127.0.0.1:{RedisProcess.Port},connectTimeout=1000");
        await UntilAsync("up");
        var load = Arrivals.OpenAsync(20, 3 * Part, async i =>
            (await server.SendAsync($"{LoadTexts.Of(300, 70_000 + (i % 20))}.\n\n{LoadTexts.Of(20, 80_000 + i)}")).Status);
        await Task.Delay(Part);
        redis.Kill();
        await redis.WaitForExitAsync();
        await Task.Delay(Part);
        redis = RedisProcess.Start();
        var answers = await load;
        await UntilAsync("up");
        redis.Kill();

        // The first second of an outage is the breaker's.
        var opened = Part + TimeSpan.FromSeconds(1);
        var before = Between(TimeSpan.FromSeconds(3), Part);
        var during = Between(opened, 2 * Part);
        var after = Between((2 * Part) + TimeSpan.FromSeconds(2), 3 * Part);
        return LoadScenarios.Format($"""
            20 requests/s for {3 * Part.TotalSeconds} s: {answers.Count(answer => answer.Status != 200)} of {answers.Length} failed.

            | | requests | p50, ms | p95 | p99 |
            |---|---|---|---|---|
            {Row("Redis there", before)}
            {Row("in the first second of the outage", Between(Part, opened))}
            {Row("Redis away", during)}
            {Row("Redis back", after)}

            p99 during the outage: {during[99] - before[99]:+0.0;-0.0} ms.
            """);

        Latencies Between(TimeSpan from, TimeSpan to) => new(answers.Where(answer => answer.Due >= from && answer.Due < to).Select(answer => answer.Milliseconds));

        string Row(string name, Latencies times) => LoadScenarios.Format($"| {name} | {times.Count} | {times[50]:f1} | {times[95]:f1} | {times[99]:f1} |");

        async Task UntilAsync(string state)
        {
            while ((string)(await server.CacheAsync())["redis"]!["state"]! != state)
            {
                await Task.Delay(50);
            }
        }
    }
}
