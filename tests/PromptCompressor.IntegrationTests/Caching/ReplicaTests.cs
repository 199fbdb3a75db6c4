using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>Two replicas of the service and one Redis.</summary>
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
        await UntilRedisAsync(a.Client, redis => (int)redis["queued"]! == 0 && (int)redis["written"]! >= (int)first["cache"]!["segments"]!);
        var second = await b.Client.PostAsync("/v1/compress", body.DeepClone());

        Assert.True((int)first["cache"]!["misses"]! > 10);
        Assert.Equal((0, (int)first["cache"]!["segments"]!), ((int)second["cache"]!["misses"]!, (int)second["cache"]!["hits"]!));
        Assert.Equal(WithoutCosts(first), WithoutCosts(second));
    }

    /// <summary>Vectors of sentences are shared like scores: a question that nobody has asked before costs the other replica one run of the question.</summary>
    [Fact]
    public async Task NewQuestionOnB_OfATextScoredOnA_NeedsNoInferenceOfTheText()
    {
        await using var backend = await IRedisBackend.StartAsync("garnet");
        await using var a = await StartBundledAsync(backend);
        await using var b = await StartBundledAsync(backend);
        var plain = new JsonObject { ["context"] = string.Join("\n\n", Texts.Foreign), ["rate"] = 0.4 };
        var asked = plain.DeepClone().AsObject();
        asked["question"] = "Why is the mill closed to visitors?";

        var first = await a.Client.PostAsync("/v1/compress", plain);
        await UntilRedisAsync(a.Client, redis => (int)redis["queued"]! == 0 && (int)redis["written"]! >= (int)first["cache"]!["segments"]!);
        var onB = await b.Client.PostAsync("/v1/compress", asked.DeepClone());

        Assert.Equal((int)first["cache"]!["segments"]!, (int)first["cache"]!["misses"]!);
        Assert.Equal((0, (int)first["cache"]!["segments"]!), ((int)onB["cache"]!["misses"]!, (int)onB["cache"]!["hits"]!));
        Assert.DoesNotContain("weil ein Stützbalken gebrochen ist", (string)first["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Contains("weil ein Stützbalken gebrochen ist", (string)onB["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.True((double)onB["timings_ms"]!["infer"]! > 0); // The question.

        // The question's own vector is shared, too.
        await UntilRedisAsync(b.Client, redis => (int)redis["queued"]! == 0 && (int)redis["written"]! > 0);
        var onA = await a.Client.PostAsync("/v1/compress", asked);
        Assert.Equal(0, (double)onA["timings_ms"]!["infer"]!);
        Assert.Equal(WithoutCosts(onB), WithoutCosts(onA));
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
        var requests = 0;
        var load = new[] { a, b }.Select(replica => Task.Run(() => LoadAsync(replica))).ToArray();

        await UntilAnsweredAsync(more: 40);
        await backend.KillAsync();
        await UntilStateAsync("down");
        await UntilAnsweredAsync(more: 40);
        await backend.RestartAsync();
        await UntilStateAsync("up");
        await UntilAnsweredAsync(more: 40);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        await TextCompressedOnAIsAllHitsOnBAsync(a, b);

        Task UntilStateAsync(string state) => Task.WhenAll(new[] { a, b }.Select(replica => UntilRedisAsync(replica.Client, redis => (string)redis["state"]! == state)));

        // Or until the load has failed.
        Task UntilAnsweredAsync(int more)
        {
            var before = Volatile.Read(ref requests);
            return Task.WhenAny(Eventually.TrueAsync(() => Volatile.Read(ref requests) >= before + more), Task.WhenAll(load)).Unwrap();
        }

        // Half of the load is text that is cached already and half is new.
        async Task LoadAsync(ServiceProcess replica)
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var answer = await replica.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = text });
                Assert.Equal(expected, (string)answer["compressed_prompt"]!);
                await replica.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = $"Note {i}: nobody has asked for this text before.", ["rate"] = 0.4 });
                Interlocked.Add(ref requests, 2);
            }
        }
    }

    private static async Task TextCompressedOnAIsAllHitsOnBAsync(ServiceProcess a, ServiceProcess b)
    {
        var body = new JsonObject { ["context"] = Texts.Fresh(500, seed: 83) };
        var written = (int)(await RedisAsync(a.Client))["written"]!;
        var first = await a.Client.PostAsync("/v1/compress", body.DeepClone());
        await UntilRedisAsync(a.Client, redis => (int)redis["queued"]! == 0 && (int)redis["written"]! - written >= (int)first["cache"]!["segments"]!);
        Assert.Equal(0, (int)(await b.Client.PostAsync("/v1/compress", body.DeepClone()))["cache"]!["misses"]!);
    }

    private static string[] SharedCache(IRedisBackend backend) =>
        ["--Cache:Redis:ConnectionString", $"{backend.ConnectionString},connectTimeout=1000", "--Cache:Redis:GetTimeoutMilliseconds", "1000"];

    /// <summary>With the bundled models, which the tiny ones' random weights cannot stand in for: in this process, since it has read them.</summary>
    private static async Task<ServiceHost> StartBundledAsync(IRedisBackend backend)
    {
        var replica = await ServiceHost.StartReadyAsync(SharedCache(backend));
        await UntilRedisAsync(replica.Client, redis => (string)redis["state"]! == "up");
        return replica;
    }

    private static async Task<ServiceProcess> StartAsync(IRedisBackend backend)
    {
        var replica = await ServiceProcess.StartAsync([.. ServiceProcess.TinyModels, .. SharedCache(backend)]);
        try
        {
            await UntilRedisAsync(replica.Client, redis => (string)redis["state"]! == "up");
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    private static Task UntilRedisAsync(HttpClient replica, Func<JsonObject, bool> condition) => Eventually.TrueAsync(async () => condition(await RedisAsync(replica)));

    private static async Task<JsonObject> RedisAsync(HttpClient replica) => (await replica.GetJsonAsync("/v1/cache"))["redis"]!.AsObject();

    private static string WithoutCosts(JsonObject answer)
    {
        var rest = answer.DeepClone().AsObject();
        rest.Remove("cache");
        rest.Remove("timings_ms");
        return rest.ToJsonString();
    }
}
