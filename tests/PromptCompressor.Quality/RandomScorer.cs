using System.IO.Hashing;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Compression;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality;

/// <summary>A baseline that keeps words at random; the same ones on every run.</summary>
internal sealed class RandomScorer : ISegmentScorer
{
    public ModelIdentity Model { get; } = new("random", "0");

    public int Parallelism => 1;

    public ISegmentJob Begin(IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings) => new DirectJob(segments, ScoreAsync);

    private static ValueTask<byte[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
    {
        var scores = new byte[segment.Words.Count];
        new Random((int)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(segment.Span.Of(segment.Text)))).NextBytes(scores);
        return ValueTask.FromResult(scores);
    }
}
