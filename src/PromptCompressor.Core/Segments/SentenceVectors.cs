using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Segments;

/// <summary>A vector for each sentence of a segment: that of a question which the sentence answers points the same way.</summary>
/// <param name="Ends">For each sentence how many of the segment's words stand before its end: rising, the last one is the number of words.</param>
/// <param name="Values">The vectors one behind the other, a signed byte a number. Shared with the cache and not to be changed.</param>
public sealed record SentenceVectors(int[] Ends, ReadOnlyMemory<byte> Values)
{
    public int Count => Ends.Length;

    /// <summary>Numbers of a vector.</summary>
    public int Dimension => Values.Length / Ends.Length;

    /// <param name="sentence">Its index.</param>
    public ReadOnlySpan<sbyte> this[int sentence] => MemoryMarshal.Cast<byte, sbyte>(Values.Span.Slice(sentence * Dimension, Dimension));
}
