using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Batching;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Soft;

/// <summary>Runs the compressor for the segments of one request: ids in, rows in bfloat16 out.</summary>
internal sealed class SegmentCompression(
    OnnxSegmentCompressor compressor, InferenceWorkers workers, IReadOnlyList<SoftSegment> segments, Func<SoftSegment, int> rowsOf, Ticket ticket, StageTimings timings)
    : ISegmentComputation
{
    private Place? _place;

    public int BatchSize => OnnxSegmentCompressor.MaxBatch;

    // One waiting for each one running, so that no worker idles between two batches of a request.
    public int Parallelism => workers.Count * 2;

    public bool IsUsable(int segment, byte[] value) => value.Length == BytesOf(segment);

    public IDisposable Begin(IReadOnlyList<int> indexes) => _place = Enter(indexes);

    public async ValueTask<byte[][]> ComputeAsync(IReadOnlyList<int> indexes, CancellationToken cancellation)
    {
        // What is taken over from another request comes after what was taken in, or instead of it.
        using var takenOver = _place is null ? Enter(indexes) : null;
        return await Task.WhenAll(indexes.Select(i => RunAsync(i, _place ?? takenOver!, cancellation)));
    }

    private Place Enter(IReadOnlyList<int> indexes) => workers.Queue.Enter(ticket, indexes.Sum(i => (long)segments[i].Ids.Length));

    private async Task<byte[]> RunAsync(int segment, Place place, CancellationToken cancellation)
    {
        var rows = await workers.RunAsync(place, compressor, segments[segment].Ids.ToArray(), timings, cancellation);
        var value = new byte[BytesOf(segment)];
        EmbeddingNumbers.ToBFloat16(rows.AsSpan(0, value.Length / sizeof(ushort)), value);
        return value;
    }

    private int BytesOf(int segment) => rowsOf(segments[segment]) * compressor.HiddenSize * sizeof(ushort);
}
