using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Inference;

/// <summary>
/// A token-classification encoder: token ids in, keep probabilities out. One sequence a run, since dynamically quantised
/// graphs let sequences of a batch change each other's results. Thread-safe; a run blocks its thread.
/// </summary>
internal sealed class OnnxEncoder : IDisposable
{
    private readonly OnnxGraph _graph;
    private readonly string[] _inputs;
    private readonly int _labels;
    private readonly int _keepIndex;
    private readonly ConcurrentBag<EncoderBuffers> _buffers = [];

    /// <exception cref="ModelLoadException">The graph cannot be loaded or lacks a tensor of the manifest.</exception>
    public OnnxEncoder(string file, ModelManifest manifest, ExecutionProvider provider, int threads)
    {
        _graph = new OnnxGraph(file, manifest.Inputs, manifest.Output, provider, threads);
        MaxTokens = manifest.MaxTokens;
        _inputs = [.. manifest.Inputs];
        _keepIndex = manifest.KeepIndex;
        _labels = GraphSignature.Check(file, _graph.Session, manifest);
    }

    /// <summary>Longest sequence of one run, special tokens included.</summary>
    public int MaxTokens { get; }

    /// <summary>Computes the keep probability of each token.</summary>
    /// <param name="ids">At most <see cref="MaxTokens"/>, special tokens included.</param>
    /// <param name="keep">Receives one probability a token.</param>
    /// <exception cref="OperationCanceledException">Cancelled; a run that is under way stops within milliseconds.</exception>
    public void Run(ReadOnlySpan<int> ids, Span<float> keep, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_buffers.TryTake(out var buffers))
        {
            buffers = new EncoderBuffers(MaxTokens, _labels);
        }

        for (var i = 0; i < ids.Length; i++)
        {
            buffers.Ids[i] = ids[i];
        }

        RunGraph(buffers, ids.Length, cancellation);
        KeepProbabilities(buffers.Logits, keep[..ids.Length]);
        _buffers.Add(buffers);
    }

    public void Dispose() => _graph.Dispose();

    private void RunGraph(EncoderBuffers buffers, int length, CancellationToken cancellation)
    {
        long[] shape = [1, length];
        var inputs = new OrtValue[_inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = OnnxGraph.Tensor(GraphSignature.BufferFor(_inputs[i], buffers).AsMemory(0, length), shape);
        }

        var logits = OnnxGraph.Tensor(buffers.Logits.AsMemory(0, length * _labels), [1, length, _labels]);
        _graph.Run(inputs, logits, cancellation);
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
