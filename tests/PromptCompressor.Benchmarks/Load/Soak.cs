using System.Collections.Concurrent;
using System.Diagnostics;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>
/// Everything that clients do, for minutes: known and new texts, explanations, streams, batches, warming and clearing the cache, requests that
/// are wrong, clients that leave. Memory, threads and handles must not grow.
/// </summary>
internal static class Soak
{
    public const int Minutes = 10;

    private const int PerSecond = 25;
    private const int RedisPort = 6391;

    public static async Task<string> RunAsync(int minutes)
    {
        using var redis = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{RedisPort}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"]))!;
        await using var service = await ServiceProcess.StartAsync(
            "--Engine:DefaultModel", LoadTexts.Model, "--Cache:MemoryMegabytes", "2", "--Cache:Redis:ConnectionString", $"127.0.0.1:{RedisPort}");
        using var client = new SoakClient(service.Address);
        var failures = new ConcurrentQueue<string>();
        var samples = new List<Sample>();
        for (var minute = 1; minute <= minutes; minute++)
        {
            var first = (minute - 1) * PerSecond * 60;
            var answers = await Arrivals.OpenAsync(PerSecond, TimeSpan.FromMinutes(1), async i =>
            {
                var (status, failure) = await client.SendAsync(first + i);
                if (failure is not null)
                {
                    failures.Enqueue(failure);
                }

                return status;
            });
            samples.Add(new Sample(answers, service.Memory, service.Threads, service.Handles, failures.Count));
            Console.Error.WriteLine(samples[^1].Row(minute));
        }

        redis.Kill();
        var (early, late) = (samples[..(minutes / 2)], samples[(minutes / 2)..]);
        return LoadScenarios.Format($"""
            {PerSecond} requests/s for {minutes} minutes, of twenty: {SoakClient.Mix}

            | minute | answers | 4xx | clients that left | p50, ms | p99, ms | failures so far | resident, MiB | threads | handles |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join('\n', samples.Select((sample, i) => sample.Row(i + 1)))}

            Resident memory in the first half {early.Average(sample => sample.Memory):f0} MiB on average, in the second {late.Average(sample => sample.Memory):f0} MiB.
            {(failures.IsEmpty ? "Nothing failed." : string.Join('\n', failures.Distinct().Take(20)))}
            """);
    }

    private sealed record Sample(Answer[] Answers, double Memory, int Threads, int Handles, int Failures)
    {
        public string Row(int minute)
        {
            var times = new Latencies(Answers.Where(answer => answer.Status != 0).Select(answer => answer.Milliseconds));
            return LoadScenarios.Format(
                $"| {minute} | {times.Count} | {Answers.Count(answer => answer.Status is >= 400 and < 500)} | {Answers.Count(answer => answer.Status == 0)} | {times[50]:f1} | {times[99]:f0} | {Failures} | {Memory:f0} | {Threads} | {Handles} |");
        }
    }
}
