namespace PromptCompressor.UnitTests.Server.Caching;

/// <summary>A clock that is set, and a time that passes, by hand.</summary>
internal sealed class JumpingTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Timestamp { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Timestamp;
}
