using System.Runtime.InteropServices;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.Engine.Soft;

/// <summary>Runs the soft compressor for segments: token ids in, rows in bfloat16 out.</summary>
/// <param name="model">The compressor's name and revision, and its hash.</param>
/// <param name="compressor">The graph.</param>
/// <param name="workers">The threads that run it.</param>
/// <param name="rowsOf">Number of rows that a segment becomes.</param>
internal sealed class SoftSegmentModel(ModelIdentity model, OnnxSegmentCompressor compressor, InferenceWorkers workers, Func<SoftSegment, int> rowsOf)
    : ISegmentModel<SoftSegment, EmbeddingMatrix>
{
    public ModelIdentity Model => model;

    public ISegmentCodec<SoftSegment, EmbeddingMatrix> Codec { get; } = new EmbeddingCodec(rowsOf, compressor.HiddenSize);

    public int BatchSize => OnnxSegmentCompressor.MaxBatch;

    // One batch waits for each one that runs, so that no worker idles between two batches of a request.
    public int Parallelism => workers.Count * 2;

    public ReadOnlySpan<char> ContentOf(SoftSegment segment) => MemoryMarshal.Cast<int, char>(segment.Ids.Span);

    public IReservedSegments<EmbeddingMatrix> Reserve(IReadOnlyList<SoftSegment> segments, AdmissionTicket ticket, StageTimings timings) =>
        new Reservation(this, segments, workers.Reserve(ticket, compressor, segments.Select(segment => segment.Ids.ToArray())), timings);

    private async Task<EmbeddingMatrix> ComputeAsync(SoftSegment segment, QueueReservation reservation, StageTimings timings, CancellationToken cancellation)
    {
        var rows = await workers.RunAsync(reservation, compressor, segment.Ids.ToArray(), timings, cancellation);
        var count = rowsOf(segment) * compressor.HiddenSize;
        var bytes = new byte[count * sizeof(ushort)];
        EmbeddingNumbers.ToBFloat16(rows.AsSpan(0, count), bytes);
        return new EmbeddingMatrix(rowsOf(segment), compressor.HiddenSize, EmbeddingType.Bf16, bytes);
    }

    private sealed class Reservation(SoftSegmentModel model, IReadOnlyList<SoftSegment> segments, QueueReservation reservation, StageTimings timings)
        : IReservedSegments<EmbeddingMatrix>
    {
        public async ValueTask<EmbeddingMatrix[]> ComputeAsync(int first, int count, CancellationToken cancellation) =>
            await Task.WhenAll(Enumerable.Range(first, count).Select(i => model.ComputeAsync(segments[i], reservation, timings, cancellation)));

        public void LeaveBehind() => reservation.LeaveBehind();

        public void Recall() => reservation.Recall();

        public void Dispose() => reservation.Dispose();
    }
}
