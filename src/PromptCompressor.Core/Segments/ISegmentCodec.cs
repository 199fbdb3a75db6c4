using System.Diagnostics.CodeAnalysis;

namespace PromptCompressor.Core.Segments;

/// <summary>Converts a segment's value to the bytes that the caches hold, and back.</summary>
public interface ISegmentCodec<in TSegment, TValue>
    where TValue : class
{
    /// <summary>
    /// Name and version of the stored bytes, one line. It is part of every cache key, so that values of different formats never meet:
    /// change it whenever the bytes or their meaning change. Nothing else about the format is versioned.
    /// </summary>
    string Format { get; }

    byte[] Encode(TValue value);

    /// <summary>Reads stored bytes. A cache may return anything: bytes that cannot be a value of this segment are treated as not found.</summary>
    bool TryDecode(TSegment segment, byte[] stored, [NotNullWhen(true)] out TValue? value);
}
