using System.Diagnostics;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>Two processes of the service and one Redis.</summary>
public sealed class ReplicaTests
{
    [Theory]
    [InlineData("garnet")]
    [InlineData("redis")]
    public async Task TextCompressedOnA_IsAllHitsOnB_AndTheSameBytes(string server)
    {
        await using var backend = await IRedisBackend.StartAsync(server);
        var starting = (A: StartAsync(backend), B: StartAsync(backend));
        await using var a = await starting.A;
        await using var b = await starting.B;
        var body = new JsonObject { ["context"] = Texts.Fresh(3000, seed: 81), ["return_spans"] = true, ["return_word_label"] = true };

        var first = await a.Client.PostAsync("/v1/compress", body.DeepClone());
        await a.UntilRedisAsync(redis => (int)redis["queued"]! == 0 && (int)redis["written"]! >= (int)first["cache"]!["segments"]!);
        var second = await b.Client.PostAsync("/v1/compress", body.DeepClone());

        Assert.True((int)first["cache"]!["misses"]! > 10);
        Assert.Equal((0, (int)first["cache"]!["segments"]!), ((int)second["cache"]!["misses"]!, (int)second["cache"]!["hits"]!));
        Assert.Equal(WithoutCosts(first), WithoutCosts(second));
    }

    [Fact]
    public async Task RedisKilledAndStartedAgain_UnderLoad_NoRequestFails()
    {
        await using var backend = await RedisBackend.StartAsync();
        var starting = (A: StartAsync(backend), B: StartAsync(backend));
        await using var a = await starting.A;
        await using var b = await starting.B;
        var text = Texts.Fresh(2000, seed: 82);
        var expected = (string)(await a.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text }))["compressed_prompt"]!;
        using var enough = new CancellationTokenSource();
        var times = new List<(string When, double Milliseconds)>();
        var when = "before";
        var load = new[] { a, b }.Select(replica => Task.Run(() => LoadAsync(replica))).ToArray();

        await Task.Delay(2000);
        when = "killed";
        await backend.KillAsync();
        await Task.WhenAll(a.UntilRedisAsync(redis => (string)redis["state"]! == "down"), b.UntilRedisAsync(redis => (string)redis["state"]! == "down"));
        when = "away";
        await Task.Delay(2000);
        when = "back";
        await backend.RestartAsync();
        await Task.WhenAll(a.UntilRedisAsync(redis => (string)redis["state"]! == "up"), b.UntilRedisAsync(redis => (string)redis["state"]! == "up"));
        await Task.Delay(1000);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        Report(times);
        await TextCompressedOnAIsAllHitsOnBAsync(a, b);

        // Half of the load is text that is cached already and half is new.
        async Task LoadAsync(Replica replica)
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var answer = await replica.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text });
                var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                Assert.Equal(expected, (string)answer["compressed_prompt"]!);
                await replica.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = $"Note {i}: nobody has asked for this text before.", ["rate"] = 0.4 });
                lock (times)
                {
                    times.Add((when, time));
                }
            }
        }
    }

    private static async Task TextCompressedOnAIsAllHitsOnBAsync(Replica a, Replica b)
    {
        var body = new JsonObject { ["context"] = Texts.Fresh(500, seed: 83) };
        var written = (int)(await a.RedisAsync())!["written"]!;
        var first = await a.Client.PostAsync("/v1/compress", body.DeepClone());
        await a.UntilRedisAsync(redis => (int)redis["queued"]! == 0 && (int)redis["written"]! - written >= (int)first["cache"]!["segments"]!);
        Assert.Equal(0, (int)(await b.Client.PostAsync("/v1/compress", body.DeepClone()))["cache"]!["misses"]!);
    }

    private static void Report(List<(string When, double Milliseconds)> times)
    {
        foreach (var group in times.GroupBy(time => time.When))
        {
            var sorted = group.Select(time => time.Milliseconds).Order().ToArray();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"cached text, Redis {group.Key}: {sorted.Length} requests, p50 {sorted[sorted.Length / 2]:F1} ms, p99 {sorted[sorted.Length * 99 / 100]:F1} ms");
        }
    }

    private static Task<Replica> StartAsync(IRedisBackend backend) => Replica.StartAsync(
        "--Cache:Redis:ConnectionString", $"{backend.ConnectionString},connectTimeout=1000", "--Cache:Redis:GetTimeoutMilliseconds", "1000");

    private static string WithoutCosts(JsonObject answer)
    {
        var rest = answer.DeepClone().AsObject();
        rest.Remove("cache");
        rest.Remove("timings_ms");
        return rest.ToJsonString();
    }
}
