using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Batching;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Segments of one request, with their place in the queue.</summary>
internal sealed class ExtractiveJob(TokenizedSegment[] segments, Place place, ISequenceEncoder encoder, InferenceWorkers workers, StageTimings timings) : ISegmentJob
{
    public async ValueTask<byte[]> ScoreAsync(int segment, CancellationToken cancellation)
    {
        var (source, offsets, sequences) = segments[segment];
        var keep = new float[offsets.Count];
        var next = 0;
        foreach (var ids in sequences)
        {
            var probabilities = await workers.RunAsync(place, encoder, ids, timings, cancellation);
            probabilities.AsSpan(1, ids.Length - 2).CopyTo(keep.AsSpan(next));
            next += ids.Length - 2;
        }

        return WordScores.Of(source, offsets, keep);
    }

    public void Dispose() => place.Dispose();
}
