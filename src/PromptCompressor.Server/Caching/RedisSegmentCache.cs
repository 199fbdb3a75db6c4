using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Caching;

/// <summary>The second cache level. Whatever happens to Redis is a miss here.</summary>
internal sealed class RedisSegmentCache : ISegmentCache
{
    /// <summary>
    /// How long a breaker stays open at most that calls have opened. For reads whatever the checks say: they are small, and may pass
    /// where requests do not.
    /// </summary>
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(5);

    /// <summary>How long the breaker of reads stays open, twice as long each time that calls open it again soon.</summary>
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly RedisSegmentStore _store;
    private readonly TimeProvider _time;
    private readonly RedisStatus _state;
    private readonly CircuitBreakerManualControl _readsControl = new(isIsolated: true);
    private readonly Lock _lock = new();
    private TimeSpan _break;
    private long _openedAt;

    public RedisSegmentCache(RedisSegmentStore store, RedisStatus state, IOptions<RedisCacheOptions> options, TimeProvider time)
    {
        _store = store;
        _state = state;
        _time = time;

        // Open until a check has passed, and closed by checks alone: no request is the one to find out.
        Reads = new RedisCircuitBreaker(new RedisCircuitBreaker.Setup
        {
            Timeout = TimeSpan.FromMilliseconds(options.Value.GetTimeoutMilliseconds),
            BreakDuration = TimeSpan.FromDays(1),
            Control = _readsControl,
            OnOpened = OnReadsOpened,
            Time = time,
        });

        // No request waits for writes, so one of them may try.
        Writes = new RedisCircuitBreaker(new RedisCircuitBreaker.Setup
        {
            Timeout = TimeSpan.FromMilliseconds(options.Value.SetTimeoutMilliseconds),
            BreakDuration = Break,
            OnOpened = state.MarkWritesFailed,
            OnClosed = state.WritesAgain,
            Time = time,
        });
    }

    public RedisCircuitBreaker Reads { get; }

    public RedisCircuitBreaker Writes { get; }

    public async ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation) =>
        await Reads.TryAsync(
            static (call, token) => call._store.GetAsync(call.keys, call.values, token), (_store, keys, values), cancellation);

    public async ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        // A Redis that is away altogether is the reads' to tell of.
        if (!Reads.IsClosed)
        {
            Writes.Reject();
            return;
        }

        await Writes.TryAsync(
            static (call, token) => call._store.SetAsync(call.keys, call.values, token), (_store, keys, values), cancellation);
    }

    /// <summary>Opens or closes the breaker of reads by what a check has found.</summary>
    /// <param name="failure">Null if Redis answers.</param>
    public async Task ApplyCheckAsync(Exception? failure)
    {
        if (failure is not null)
        {
            await _readsControl.IsolateAsync();
            _state.ReadsNoMore(failure);
        }
        else if (IsBreakOver())
        {
            await _readsControl.CloseAsync();
            _state.MarkReadsRestored();
        }
    }

    private void OnReadsOpened(Exception? failure)
    {
        lock (_lock)
        {
            var doubled = 2 * _break;
            _break = _break == TimeSpan.Zero || _time.GetElapsedTime(_openedAt) > _break + Soon ? FirstBreak : doubled < Break ? doubled : Break;
            _openedAt = _time.GetTimestamp();
        }

        _state.ReadsNoMore(failure);
    }

    private bool IsBreakOver()
    {
        lock (_lock)
        {
            return _time.GetElapsedTime(_openedAt) >= _break;
        }
    }
}
