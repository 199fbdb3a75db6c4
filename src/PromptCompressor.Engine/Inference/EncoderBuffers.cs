namespace PromptCompressor.Engine.Inference;

/// <summary>Pinned memory for one run of at most so many tokens, padding included: ONNX Runtime reads the inputs and writes the outputs in place.</summary>
internal sealed class EncoderBuffers
{
    public EncoderBuffers(int maxTokens, int labels, int dimension)
    {
        Ids = GC.AllocateUninitializedArray<long>(maxTokens, pinned: true);
        Mask = GC.AllocateUninitializedArray<long>(maxTokens, pinned: true);
        TokenTypes = GC.AllocateUninitializedArray<long>(maxTokens, pinned: true);
        Logits = GC.AllocateUninitializedArray<float>(maxTokens * labels, pinned: true);
        Relevance = GC.AllocateUninitializedArray<float>(maxTokens * dimension, pinned: true);
        Array.Clear(TokenTypes);
    }

    public long[] Ids { get; }

    /// <summary>1 for a token, 0 for padding.</summary>
    public long[] Mask { get; }

    /// <summary>All zeros: one sentence.</summary>
    public long[] TokenTypes { get; }

    public float[] Logits { get; }

    /// <summary>Empty where the graph has no such output.</summary>
    public float[] Relevance { get; }
}
