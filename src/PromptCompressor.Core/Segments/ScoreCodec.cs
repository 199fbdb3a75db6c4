using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Segments;

/// <summary>The scores of a segment's words, stored as one byte for each word.</summary>
public sealed class ScoreCodec : ISegmentCodec<SegmentText, Score[]>
{
    public static readonly ScoreCodec Instance = new();

    private ScoreCodec()
    {
    }

    public string Format => "scores/3";

    public byte[] Encode(Score[] value) => MemoryMarshal.AsBytes<Score>(value).ToArray();

    public bool TryDecode(SegmentText segment, byte[] stored, [NotNullWhen(true)] out Score[]? value)
    {
        value = stored.Length == segment.Words.Count ? MemoryMarshal.Cast<byte, Score>(stored).ToArray() : null;
        return value is not null;
    }
}
