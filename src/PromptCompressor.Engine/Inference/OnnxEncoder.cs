using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Inference;

/// <summary>
/// A token-classification encoder: token ids in, keep probabilities out, and rows that tell what is said where the graph has them. Dynamically quantised graphs let sequences of a batch,
/// and their padding, change each other's results: these run one sequence at a time. Others run several of one padded length, and
/// at that length even alone, so that a result depends on the sequence only.
/// </summary>
internal sealed class OnnxEncoder : ISequenceEncoder, IDisposable
{
    /// <summary>Lengths are padded to multiples of this.</summary>
    private const int Bucket = 32;

    private readonly OnnxGraph _graph;
    private readonly string[] _inputs;
    private readonly int _labels;
    private readonly int _keepIndex;
    private readonly long _pad;
    private readonly int _batchTokens;
    private readonly ConcurrentBag<EncoderBuffers> _buffers = [];

    /// <param name="file">The graph.</param>
    /// <param name="manifest">What its tensors are called.</param>
    /// <param name="provider">Where it runs.</param>
    /// <param name="threads">Threads of a run.</param>
    /// <param name="batchTokens">Tokens of a run of several sequences, padding included; 0: one sequence at a time, without padding.</param>
    /// <param name="relevance">The second output; null: it is not read.</param>
    /// <exception cref="ModelLoadException">The graph cannot be loaded or lacks a tensor of the manifest.</exception>
    public OnnxEncoder(string file, ModelManifest manifest, ExecutionProvider provider, int threads, int batchTokens = 0, RelevanceManifest? relevance = null)
    {
        _graph = new OnnxGraph(file, manifest.Inputs, relevance is null ? [manifest.Output] : [manifest.Output, relevance.Output], provider, threads);
        MaxTokens = manifest.MaxTokens;
        _batchTokens = batchTokens;
        _pad = manifest.Tokenizer.Pad;
        _inputs = [.. manifest.Inputs];
        _keepIndex = manifest.KeepIndex;
        _labels = GraphSignature.Check(file, _graph.Session, manifest, relevance);
        Dimension = relevance?.Dimension ?? 0;
    }

    /// <summary>Longest sequence of one run, special tokens included.</summary>
    public int MaxTokens { get; }

    /// <summary>Numbers of a token's relevance row; 0: there are no rows.</summary>
    public int Dimension { get; }

    public int PaddedLength(int length) => _batchTokens == 0 ? length : Math.Min(MaxTokens, (length + Bucket - 1) / Bucket * Bucket);

    public int MaxBatch(int length) => Math.Max(1, _batchTokens / PaddedLength(length));

    /// <summary>Computes the keep probability of each token and behind them, where the graph has it, the relevance row of each token.</summary>
    /// <param name="sequences">At most <see cref="MaxTokens"/> ids each, special tokens included; as many as <see cref="MaxBatch"/> allows.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <inheritdoc/>
    public float[][] Run(IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_buffers.TryTake(out var buffers))
        {
            buffers = new EncoderBuffers(Math.Max(MaxTokens, _batchTokens), _labels, Dimension);
        }

        try
        {
            return Run(buffers, sequences, cancellation);
        }
        finally
        {
            _buffers.Add(buffers);
        }
    }

    public void Dispose() => _graph.Dispose();

    private float[][] Run(EncoderBuffers buffers, IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        var length = PaddedLength(sequences[0].Length);
        for (var i = 0; i < sequences.Count; i++)
        {
            Fill(sequences[i], buffers.Ids.AsSpan(i * length, length), buffers.Mask.AsSpan(i * length, length));
        }

        RunGraph(buffers, sequences.Count, length, cancellation);
        var results = new float[sequences.Count][];
        for (var i = 0; i < results.Length; i++)
        {
            var tokens = sequences[i].Length;
            results[i] = GC.AllocateUninitializedArray<float>(tokens * (1 + Dimension));
            KeepProbabilities(buffers.Logits.AsSpan(i * length * _labels), results[i].AsSpan(0, tokens));
            buffers.Relevance.AsSpan(i * length * Dimension, tokens * Dimension).CopyTo(results[i].AsSpan(tokens));
        }

        return results;
    }

    private void Fill(int[] sequence, Span<long> ids, Span<long> mask)
    {
        for (var i = 0; i < sequence.Length; i++)
        {
            ids[i] = sequence[i];
        }

        ids[sequence.Length..].Fill(_pad);
        mask[..sequence.Length].Fill(1);
        mask[sequence.Length..].Clear();
    }

    private void RunGraph(EncoderBuffers buffers, int count, int length, CancellationToken cancellation)
    {
        long[] shape = [count, length];
        var inputs = new OrtValue[_inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = OnnxGraph.Tensor(GraphSignature.BufferFor(_inputs[i], buffers).AsMemory(0, count * length), shape);
        }

        var logits = OnnxGraph.Tensor(buffers.Logits.AsMemory(0, count * length * _labels), [count, length, _labels]);
        _graph.Run(
            inputs,
            Dimension == 0 ? [logits] : [logits, OnnxGraph.Tensor(buffers.Relevance.AsMemory(0, count * length * Dimension), [count, length, Dimension])],
            cancellation);
    }

    /// <summary>Softmax in float32 with the largest logit taken out first, as PyTorch computes it.</summary>
    private void KeepProbabilities(ReadOnlySpan<float> logits, Span<float> keep)
    {
        for (var i = 0; i < keep.Length; i++)
        {
            var row = logits.Slice(i * _labels, _labels);
            var largest = TensorPrimitives.Max(row);
            var sum = 0f;
            foreach (var logit in row)
            {
                sum += MathF.Exp(logit - largest);
            }

            keep[i] = MathF.Exp(row[_keepIndex] - largest) / sum;
        }
    }
}
