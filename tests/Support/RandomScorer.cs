using PromptCompressor.Core.Segments;

namespace PromptCompressor.TestSupport;

/// <summary>Gives words random scores, and equal segments the same.</summary>
internal sealed class RandomScorer : DirectScorer
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>Number of the call from which on it fails.</summary>
    public int FailAt { get; init; } = int.MaxValue;

    public override ModelIdentity Model { get; } = new("random", "0");

    protected override ValueTask<Score[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _calls) > FailAt)
        {
            throw new InvalidOperationException("the model failed");
        }

        var values = new byte[segment.Words.Count];
        new Random(segment.Words.Count).NextBytes(values);
        return ValueTask.FromResult(Array.ConvertAll(values, value => new Score(value)));
    }
}
