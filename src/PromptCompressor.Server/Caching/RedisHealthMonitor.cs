using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Caching;

/// <summary>
/// Connects to Redis and keeps checking whether it answers, so that no request has to find out; when the service stops, lets
/// what waits be stored for a while.
/// </summary>
internal sealed class RedisHealthMonitor(
    RedisConnection connection,
    RedisSegmentStore store,
    RedisSegmentCache cache,
    WriteBehindSegmentCache writes,
    IOptions<RedisCacheOptions> options,
    TimeProvider time) : BackgroundService
{
    /// <summary>While Redis is away it is looked for so much more often: it is used again within two seconds of its return.</summary>
    public const int TimesAsOften = 4;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await writes.DrainAsync(TimeSpan.FromMilliseconds(options.Value.DrainMilliseconds));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = TimeSpan.FromMilliseconds(options.Value.CheckMilliseconds);
        using var timer = new PeriodicTimer(period, time);
        do
        {
            // Twice, since a single slow answer is no outage.
            var failure = await CheckAsync(stoppingToken);
            if (failure is not null && await CheckAsync(stoppingToken) is null)
            {
                failure = null;
            }

            await cache.ApplyCheckAsync(failure);
            timer.Period = cache.Reads.IsClosed ? period : period / TimesAsOften;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Exception?> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await connection.EnsureAsync().WaitAsync(cancellation);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.GetTimeoutMilliseconds), time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await store.ProbeAsync(both.Token);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new TimeoutException();
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
