using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Soft;

/// <summary>Runs the compressor for the segments of one request: ids in, rows in bfloat16 out.</summary>
internal sealed class SegmentCompression(
    OnnxSegmentCompressor compressor, InferenceWorkers workers, IReadOnlyList<SoftSegment> segments, Func<SoftSegment, int> rowsOf, StageTimings timings)
    : ISegmentComputation
{
    /// <summary>More fill a core's caches no better and let a cancelled request run on for longer.</summary>
    public int BatchSize => 16;

    // One waiting for each one running, so that no worker idles between two batches of a request.
    public int Parallelism => workers.Count * 2;

    public bool IsUsable(int segment, byte[] value) => value.Length == BytesOf(segment);

    public async ValueTask<byte[][]> ComputeAsync(IReadOnlyList<int> indexes, CancellationToken cancellation)
    {
        var values = new byte[indexes.Count][];
        var queued = timings.Measure(Stage.Queue);
        await workers.RunAsync(
            () =>
            {
                queued.Dispose();
                using (timings.Measure(Stage.Infer))
                {
                    Run(indexes, values, cancellation);
                }
            },
            cancellation);
        return values;
    }

    private void Run(IReadOnlyList<int> indexes, byte[][] values, CancellationToken cancellation)
    {
        var rows = compressor.Run([.. indexes.Select(i => segments[i].Ids)], cancellation);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new byte[BytesOf(indexes[i])];
            var first = i * compressor.Rows * compressor.HiddenSize;
            EmbeddingNumbers.ToBFloat16(rows.AsSpan(first, values[i].Length / sizeof(ushort)), values[i]);
        }
    }

    private int BytesOf(int segment) => rowsOf(segments[segment]) * compressor.HiddenSize * sizeof(ushort);
}
