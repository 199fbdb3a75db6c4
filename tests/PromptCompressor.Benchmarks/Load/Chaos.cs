using System.Collections.Concurrent;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>
/// Each minute something else befalls Redis, while the upstream of the sidecar resets, cuts and refuses, and clients leave. No request may be lost, no answer
/// be another one than without all that, no conversation's prefix change, and memory must not grow.
/// </summary>
internal static class Chaos
{
    public const int Minutes = 10;

    private const int PerSecond = 20;
    private const int Rechecked = 300;

    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(30);

    public static async Task<string> RunAsync(int minutes)
    {
        using var redis = new TroubledRedis();
        await using var upstream = await EchoUpstream.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            "--Engine:DefaultModel", LoadTexts.Model, "--Cache:MemoryMegabytes", "2", "--Cache:Redis:ConnectionString", $"127.0.0.1:{TroubledRedis.Port}",
            "--Proxy:Upstream", upstream.Address, "--Proxy:Policy:Ranges:0:MinTokens", "100", "--Proxy:Policy:Ranges:0:Rate", "0.5");
        using var client = new ChaosClient(service.Address);
        await client.LearnAsync();
        var failures = new ConcurrentQueue<string>();
        var rows = new List<string>();
        for (var minute = 1; minute <= minutes; minute++)
        {
            var first = (minute - 1) * PerSecond * 60;
            var trouble = TroubledRedis.Kinds[(minute - 1) % TroubledRedis.Kinds.Count];
            var load = Arrivals.OpenAsync(PerSecond, TimeSpan.FromMinutes(1), async i =>
            {
                var (status, failure) = await client.SendAsync(first + i);
                if (failure is not null)
                {
                    failures.Enqueue($"{trouble.Name}: {failure}");
                }

                return status;
            });
            await Task.Delay(Whole);
            await trouble.BeginAsync(redis);
            await Task.Delay(Trouble);
            await trouble.EndAsync(redis);
            var answers = await load;
            var times = new Latencies(answers.Where(answer => answer.Status > 0).Select(answer => answer.Milliseconds));
            rows.Add(LoadScenarios.Format(
                $"| {minute} | {trouble.Name} | {times.Count} | {answers.Count(answer => answer.Status == 0)} | {times[50]:f1} | {times[99]:f0} | {failures.Count} | {service.Memory:f0} | {service.Threads} | {service.Handles} |"));
            Console.Error.WriteLine(rows[^1]);
        }

        var wrong = await client.RecheckAsync(Rechecked);
        return LoadScenarios.Format($"""
            {PerSecond} requests/s for {minutes} minutes, of twenty: {ChaosClient.Mix} Redis is whole for 15 s of each minute, in trouble for 30 s, and back for the rest.

            | minute | Redis | answers | clients that left | p50, ms | p99, ms | failures so far | resident, MiB | threads | handles |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join('\n', rows)}

            {client.Compared} answers compared with those of before, {client.Turns} turns of conversations with the turn before, {Rechecked} new texts with an engine of another process: {wrong} wrong.
            {(failures.IsEmpty ? "Nothing failed." : string.Join('\n', failures.Distinct().Take(20)))}
            """);
    }
}
