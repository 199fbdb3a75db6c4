using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Segments;

/// <summary>
/// One byte for the score of each word; then, for each sentence, where it ends, as a number of words in two bytes; then the vectors of all
/// sentences.
/// </summary>
/// <param name="dimension">Numbers of a sentence's vector; 0: scores alone.</param>
public sealed class SegmentScoresCodec(int dimension) : ISegmentCodec<SegmentText, SegmentScores>
{
    private const int EndBytes = sizeof(ushort);

    public string Format => dimension == 0 ? "scores/4" : $"scores/4 and sentences of {dimension}";

    public byte[] Encode(SegmentScores value)
    {
        var scores = MemoryMarshal.AsBytes<Score>(value.Words);
        if (value.Sentences is not { } sentences)
        {
            return scores.ToArray();
        }

        var stored = new byte[scores.Length + (sentences.Count * (EndBytes + dimension))];
        scores.CopyTo(stored);
        var ends = stored.AsSpan(scores.Length, sentences.Count * EndBytes);
        for (var i = 0; i < sentences.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(ends[(i * EndBytes)..], checked((ushort)sentences.Ends[i]));
        }

        sentences.Values.Span.CopyTo(stored.AsSpan(scores.Length + ends.Length));
        return stored;
    }

    public bool TryDecode(SegmentText segment, byte[] stored, [NotNullWhen(true)] out SegmentScores? value)
    {
        value = null;
        var words = segment.Words.Count;
        if (stored.Length < words || !TryDecodeSentences(stored.AsMemory(words), words, out var sentences))
        {
            return false;
        }

        value = new SegmentScores(MemoryMarshal.Cast<byte, Score>(stored.AsSpan(0, words)).ToArray(), sentences);
        return true;
    }

    private bool TryDecodeSentences(ReadOnlyMemory<byte> stored, int words, out SentenceVectors? sentences)
    {
        sentences = null;
        if (dimension == 0)
        {
            return stored.IsEmpty;
        }

        var (count, rest) = Math.DivRem(stored.Length, EndBytes + dimension);
        if (count == 0 || rest != 0)
        {
            return false;
        }

        var ends = new int[count];
        var last = 0;
        for (var i = 0; i < count; i++)
        {
            ends[i] = BinaryPrimitives.ReadUInt16LittleEndian(stored.Span[(i * EndBytes)..]);
            if (ends[i] <= last)
            {
                return false;
            }

            last = ends[i];
        }

        sentences = new SentenceVectors(ends, stored[(count * EndBytes)..]);
        return last == words;
    }
}
