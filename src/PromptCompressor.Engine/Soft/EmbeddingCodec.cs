using System.Diagnostics.CodeAnalysis;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Engine.Soft;

/// <summary>The rows of a segment, stored as they are: row after row in bfloat16, little-endian.</summary>
internal sealed class EmbeddingCodec(Func<SoftSegment, int> rowsOf, int hiddenSize) : ISegmentCodec<SoftSegment, EmbeddingMatrix>
{
    public string Format => "bf16-rows/3";

    public byte[] Encode(EmbeddingMatrix value) => value.Bytes.ToArray();

    public bool TryDecode(SoftSegment segment, byte[] stored, [NotNullWhen(true)] out EmbeddingMatrix? value)
    {
        var rows = rowsOf(segment);
        value = stored.Length == rows * hiddenSize * sizeof(ushort) ? new EmbeddingMatrix(rows, hiddenSize, EmbeddingType.Bf16, stored) : null;
        return value is not null;
    }
}
