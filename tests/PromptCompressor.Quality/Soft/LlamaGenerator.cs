using System.Numerics.Tensors;
using LLama;
using LLama.Common;
using LLama.Native;

namespace PromptCompressor.Quality.Soft;

/// <summary>A generator in this process (llama.cpp, a GGUF file): tells how likely it finds an answer after tokens and embeddings in any order.</summary>
internal sealed class LlamaGenerator : IDisposable
{
    private const uint ContextTokens = 4096;

    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;
    private int _position;

    /// <param name="path">A GGUF file of the generator that the soft model was made for.</param>
    /// <param name="hiddenSize">That of the soft model.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is another generator.</exception>
    public LlamaGenerator(string path, int hiddenSize)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no generator at {path}.");
        }

        var parameters = new ModelParams(path) { ContextSize = ContextTokens, BatchSize = ContextTokens, GpuLayerCount = 0 };
        _weights = LLamaWeights.LoadFromFile(parameters);
        _context = _weights.CreateContext(parameters);
        if (_context.EmbeddingSize != hiddenSize)
        {
            Dispose();
            throw new InvalidDataException($"{path} has a hidden size of {_context.EmbeddingSize}; the soft model was made for {hiddenSize}.");
        }
    }

    /// <summary>Forgets what was read.</summary>
    public void Restart()
    {
        _context.NativeHandle.MemoryClear(true);
        _position = 0;
    }

    public void Read(IReadOnlyList<int> tokens)
    {
        if (tokens.Count > 0)
        {
            Decode(tokens, withLogits: _ => false);
        }
    }

    /// <param name="rows">Embeddings, one after the other, in the space of the generator's first layer.</param>
    public void Read(ReadOnlySpan<float> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        var batch = new LLamaBatchEmbeddings(_context.EmbeddingSize);
        for (; !rows.IsEmpty; rows = rows[_context.EmbeddingSize..])
        {
            batch.Add(rows[.._context.EmbeddingSize], _position++, LLamaSeqId.Zero, logits: false);
        }

        Check(_context.Decode(batch));
    }

    /// <summary>Reads the rest of the prompt and an answer.</summary>
    /// <returns>Mean negative log-likelihood of the answer's tokens, and the share of them that the generator would have taken itself.</returns>
    public (double Nll, double Top1) Judge(IReadOnlyList<int> rest, IReadOnlyList<int> answer)
    {
        var tokens = rest.Concat(answer).ToArray();
        var first = rest.Count - 1;
        Decode(tokens, i => i >= first && i < tokens.Length - 1);
        var (nll, hits) = (0.0, 0);
        for (var i = 0; i < answer.Count; i++)
        {
            var logits = _context.NativeHandle.GetLogitsIth(first + i);
            var largest = TensorPrimitives.Max<float>(logits);
            var sum = 0.0;
            foreach (var logit in logits)
            {
                sum += Math.Exp(logit - largest);
            }

            nll -= logits[answer[i]] - largest - Math.Log(sum);
            hits += TensorPrimitives.IndexOfMax(logits) == answer[i] ? 1 : 0;
        }

        return (nll / answer.Count, (double)hits / answer.Count);
    }

    public void Dispose()
    {
        _context?.Dispose();
        _weights.Dispose();
    }

    private void Decode(IReadOnlyList<int> tokens, Func<int, bool> withLogits)
    {
        var batch = new LLamaBatch();
        for (var i = 0; i < tokens.Count; i++)
        {
            batch.Add((LLamaToken)tokens[i], _position++, LLamaSeqId.Zero, withLogits(i));
        }

        Check(_context.Decode(batch));
    }

    private static void Check(DecodeResult result)
    {
        if (result != DecodeResult.Ok)
        {
            throw new InvalidOperationException($"llama.cpp answers {result}: the prompt may be longer than {ContextTokens} positions.");
        }
    }
}
