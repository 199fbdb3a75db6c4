using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.TestSupport;

/// <summary>Scores segments one by one, without a queue.</summary>
internal abstract class DirectScorer : ISegmentModel<SegmentText, SegmentScores>
{
    public abstract ModelIdentity Model { get; }

    public ISegmentCodec<SegmentText, SegmentScores> Codec { get; } = new SegmentScoresCodec(dimension: 0);

    public int BatchSize => 1;

    public virtual int Parallelism => 2;

    public ReadOnlySpan<char> ContentOf(SegmentText segment) => segment.Span.Of(segment.Text);

    public IReservedSegments<SegmentScores> Reserve(IReadOnlyList<SegmentText> segments, AdmissionTicket ticket, StageTimings timings) => new Reserved(this, segments);

    protected abstract ValueTask<Score[]> ScoreAsync(SegmentText segment, CancellationToken cancellation);

    private sealed class Reserved(DirectScorer scorer, IReadOnlyList<SegmentText> segments) : IReservedSegments<SegmentScores>
    {
        public async ValueTask<SegmentScores[]> ComputeAsync(int first, int count, CancellationToken cancellation)
        {
            var scores = new SegmentScores[count];
            for (var i = 0; i < count; i++)
            {
                scores[i] = new SegmentScores(await scorer.ScoreAsync(segments[first + i], cancellation), Sentences: null);
            }

            return scores;
        }

        public void LeaveBehind()
        {
        }

        public void Recall()
        {
        }

        public void Dispose()
        {
        }
    }
}
