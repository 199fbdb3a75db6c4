using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Inference;

/// <summary>
/// A soft compressor's graph: segments of token ids in, concept embeddings out. Segments of a batch do not change each other's
/// results. Thread-safe; a run blocks its thread.
/// </summary>
internal sealed class OnnxSegmentCompressor : ISequenceEncoder, IDisposable
{
    /// <summary>More fill a core's caches no better and let a cancelled request run on for longer.</summary>
    public const int MaxBatch = 16;

    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";

    private readonly OnnxGraph _graph;
    private readonly string[] _inputs;
    private readonly int _segmentTokens;
    private readonly int _pad;

    /// <exception cref="ModelLoadException">The graph is not the one that the manifest tells of.</exception>
    public OnnxSegmentCompressor(string file, SoftModelManifest manifest, ExecutionProvider provider, int threads)
    {
        _inputs = [.. manifest.Inputs];
        _segmentTokens = manifest.SegmentTokens;
        _pad = manifest.Tokenizer.Pad;
        Rows = manifest.SegmentTokens / manifest.Rate;
        HiddenSize = manifest.GeneratorHiddenSize;
        _graph = new OnnxGraph(file, manifest.Inputs, [manifest.Output], provider, threads);
        Check(manifest);
    }

    /// <summary>Rows of a full segment.</summary>
    public int Rows { get; }

    public int HiddenSize { get; }

    /// <summary>Compresses a batch.</summary>
    /// <param name="segments">Ids, 1 to the model's segment size each.</param>
    /// <param name="cancellation">A run that is under way stops within milliseconds.</param>
    /// <returns>For each segment <see cref="Rows"/> x <see cref="HiddenSize"/> numbers; a shorter segment's last rows are zero.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[] Run(IReadOnlyList<ReadOnlyMemory<int>> segments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var ids = new long[segments.Count * _segmentTokens];
        var mask = new long[ids.Length];
        Array.Fill(ids, _pad);
        for (var s = 0; s < segments.Count; s++)
        {
            var segment = segments[s].Span;
            for (var i = 0; i < segment.Length; i++)
            {
                ids[(s * _segmentTokens) + i] = segment[i];
            }

            mask.AsSpan(s * _segmentTokens, segment.Length).Fill(1);
        }

        long[] shape = [segments.Count, _segmentTokens];
        var inputs = Array.ConvertAll(_inputs, name => OnnxGraph.Tensor<long>(name == InputIds ? ids : mask, shape));
        var rows = new float[segments.Count * Rows * HiddenSize];
        _graph.Run(inputs, [OnnxGraph.Tensor<float>(rows, [segments.Count, Rows, HiddenSize])], cancellation);
        return rows;
    }

    int ISequenceEncoder.PaddedLength(int length) => _segmentTokens;

    int ISequenceEncoder.MaxBatch(int length) => MaxBatch;

    float[][] ISequenceEncoder.Run(IReadOnlyList<int[]> sequences, CancellationToken cancellation) =>
        [.. Run([.. sequences.Select(ids => (ReadOnlyMemory<int>)ids)], cancellation).Chunk(Rows * HiddenSize)];

    public void Dispose() => _graph.Dispose();

    private void Check(SoftModelManifest manifest)
    {
        var session = _graph.Session;
        foreach (var name in manifest.Inputs.Union(session.InputMetadata.Keys))
        {
            Require(name is InputIds or AttentionMask, $"the input '{name}' is not one of {InputIds}, {AttentionMask}");
            Require(manifest.Inputs.Contains(name), $"the graph wants an input '{name}' that the manifest does not list");
            Require(session.InputMetadata.TryGetValue(name, out var input), $"the graph has no input '{name}'; it has {string.Join(", ", session.InputMetadata.Keys)}");
            Require(
                input!.ElementDataType == TensorElementType.Int64 && Fits(input, -1, manifest.SegmentTokens),
                $"input '{name}' is {Describe(input)}, not Int64 [segments, {manifest.SegmentTokens}]");
        }

        Require(session.OutputMetadata.TryGetValue(manifest.Output, out var output), $"the graph has no output '{manifest.Output}'; it has {string.Join(", ", session.OutputMetadata.Keys)}");
        Require(
            output!.ElementDataType == TensorElementType.Float && Fits(output, -1, Rows, HiddenSize),
            $"output '{manifest.Output}' is {Describe(output)}, but the manifest's segment_tokens, rate and generator_hidden_size make Float [segments, {Rows}, {HiddenSize}]");

        // The graph may tell of the generator by itself; then both must mean the same one.
        var told = session.ModelMetadata.CustomMetadataMap;
        Agree("base_model", manifest.BaseModel);
        Agree("compressor_revision", manifest.Revision);

        void Agree(string key, string expected) =>
            Require(!told.TryGetValue(key, out var value) || value == expected, $"the graph says {key} = {value}, and the manifest says {expected}");

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new ModelLoadException($"{_graph.File}: {otherwise}.");
            }
        }
    }

    private static bool Fits(NodeMetadata tensor, params ReadOnlySpan<int> shape) => tensor.Dimensions.AsSpan().SequenceEqual(shape);

    private static string Describe(NodeMetadata tensor) => $"{tensor.ElementDataType} [{string.Join(", ", tensor.Dimensions)}]";
}
