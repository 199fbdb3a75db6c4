using PromptCompressor.IntegrationTests.Caching;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>Redis answers everything, but too late.</summary>
public sealed class RedisSlowTests
{
    [Fact]
    public async Task LateAnswers_AreMisses_AndNeverSomebodyElses()
    {
        await using var backend = await RedisBackend.StartAsync();
        await using var relay = new SlowRelay(backend.Port);
        await using var host = await CacheHost.StartReadyAsync(relay.ConnectionString, ("GetTimeoutMilliseconds", "500"));
        var texts = CacheHost.Texts(60);
        await host.SetSharedAsync(texts);

        relay.Delay = TimeSpan.FromMilliseconds(1500);
        foreach (var part in texts.Chunk(10))
        {
            Assert.All(await host.GetSharedAsync(part), Assert.Null);
        }

        await host.UntilAsync(() => host.State.Reads == false);
        Assert.True(host.Redis.Reads.TimedOut > 0);
        Assert.Contains("(timeout)", Assert.Single(host.Log.Warnings), StringComparison.Ordinal);

        // Answers of given up reads still come in, in front of those of later ones.
        relay.Delay = TimeSpan.Zero;
        await host.UntilReadsAsync();
        foreach (var part in texts.Reverse().Chunk(7))
        {
            Assert.Equal(part.Select(CacheHost.Value), await host.GetSharedAsync(part));
        }
    }
}
