using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Tokenized segments of one request, with capacity in the queue.</summary>
internal sealed class ExtractiveReservation(
    TokenizedSegment[] segments, QueueReservation reservation, ISequenceEncoder encoder, InferenceWorkers workers, StageTimings timings) : IReservedSegments<Score[]>
{
    public async ValueTask<Score[][]> ComputeAsync(int first, int count, CancellationToken cancellation)
    {
        var scores = new Score[count][];
        for (var i = 0; i < count; i++)
        {
            scores[i] = await ScoreAsync(segments[first + i], cancellation);
        }

        return scores;
    }

    public void Dispose() => reservation.Dispose();

    private async Task<Score[]> ScoreAsync(TokenizedSegment segment, CancellationToken cancellation)
    {
        var (source, offsets, sequences) = segment;
        var keep = new float[offsets.Count];
        var next = 0;
        foreach (var ids in sequences)
        {
            var probabilities = await workers.RunAsync(reservation, encoder, ids, timings, cancellation);
            probabilities.AsSpan(1, ids.Length - 2).CopyTo(keep.AsSpan(next));
            next += ids.Length - 2;
        }

        return WordScores.Of(source, offsets, keep);
    }
}
