namespace PromptCompressor.Server.Caching;

/// <summary>
/// Goes on evenly whatever is done to the system's clock. Polly compares times of day: set back by a day, a breaker would stay open for
/// a day.
/// </summary>
internal sealed class MonotonicTimeProvider(TimeProvider time) : TimeProvider
{
    private readonly long _start = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    /// <returns>No time of day: how long this has run, counted from 1970.</returns>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + time.GetElapsedTime(_start);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
