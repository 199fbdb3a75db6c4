using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.TestSupport;

/// <summary>Scores segments one by one, without a queue.</summary>
internal abstract class DirectScorer : ISegmentModel<SegmentText, Score[]>
{
    public abstract ModelIdentity Model { get; }

    public ISegmentCodec<SegmentText, Score[]> Codec => ScoreCodec.Instance;

    public int BatchSize => 1;

    public virtual int Parallelism => 2;

    public ReadOnlySpan<char> ContentOf(SegmentText segment) => segment.Span.Of(segment.Text);

    public IReservedSegments<Score[]> Reserve(IReadOnlyList<SegmentText> segments, AdmissionTicket ticket, StageTimings timings) => new Reserved(this, segments);

    protected abstract ValueTask<Score[]> ScoreAsync(SegmentText segment, CancellationToken cancellation);

    private sealed class Reserved(DirectScorer scorer, IReadOnlyList<SegmentText> segments) : IReservedSegments<Score[]>
    {
        public async ValueTask<Score[][]> ComputeAsync(int first, int count, CancellationToken cancellation)
        {
            var scores = new Score[count][];
            for (var i = 0; i < count; i++)
            {
                scores[i] = await scorer.ScoreAsync(segments[first + i], cancellation);
            }

            return scores;
        }

        public void Dispose()
        {
        }
    }
}
