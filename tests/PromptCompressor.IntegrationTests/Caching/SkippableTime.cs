namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>The system's time, of which some can be skipped. Timers run as ever, so that what waits for a server waits for real.</summary>
internal sealed class SkippableTime : TimeProvider
{
    private long _skipped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromSeconds((double)Volatile.Read(ref _skipped) / TimestampFrequency);

    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _skipped);

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * TimestampFrequency));
}
