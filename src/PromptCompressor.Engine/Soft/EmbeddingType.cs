namespace PromptCompressor.Engine.Soft;

/// <summary>The numbers that embeddings are sent as.</summary>
public enum EmbeddingType
{
    /// <summary>bfloat16: the upper half of a float32. What rows are kept as.</summary>
    Bf16,

    /// <summary>IEEE 754 half precision; ends at 65,504.</summary>
    F16,

    /// <summary>IEEE 754 single precision. The same values as bfloat16 in twice the bytes.</summary>
    F32,
}
