using PromptCompressor.Core.Compression;

namespace PromptCompressor.TestSupport;

/// <summary>Thinks of words at random, but of equal segments the same.</summary>
internal sealed class RandomScorer : ISegmentScorer
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>From which call on it fails.</summary>
    public int FailAt { get; init; } = int.MaxValue;

    public ModelIdentity Model { get; } = new("random", "0");

    public int Parallelism => 2;

    public ISegmentJob Begin(IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings) => new DirectJob(segments, ScoreAsync);

    private ValueTask<byte[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _calls) > FailAt)
        {
            throw new InvalidOperationException("the model failed");
        }

        var scores = new byte[segment.Words.Count];
        new Random(segment.Words.Count).NextBytes(scores);
        return ValueTask.FromResult(scores);
    }
}
