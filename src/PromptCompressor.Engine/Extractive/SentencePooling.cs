using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Extractive;

/// <summary>
/// From the rows of tokens to the vectors of sentences and questions: the mean over the tokens, scaled so that its largest number is 127 or
/// -127, and rounded. The cosine asks for no length, so no scale is stored.
/// </summary>
internal static class SentencePooling
{
    /// <param name="segment">The segment with its words.</param>
    /// <param name="offsets">Where each token stands in the segment; in order.</param>
    /// <param name="rows">For each token, <paramref name="dimension"/> numbers.</param>
    /// <param name="dimension">Numbers of a vector.</param>
    public static SentenceVectors Of(SegmentText segment, List<TextSpan> offsets, ReadOnlySpan<float> rows, int dimension)
    {
        var ends = SentenceEnds.Of(segment.Text, segment.Span, segment.Words, span => TokensBefore(offsets, span.End - segment.Span.Start) - TokensBefore(offsets, span.Start - segment.Span.Start));
        var values = new byte[ends.Length * dimension];
        Span<float> sum = stackalloc float[dimension];
        var token = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            // A token is of the sentence that it begins in; white space between two is of the first.
            var end = ends[i] < segment.Words.Count ? segment.Words[ends[i]].Start - segment.Span.Start : segment.Span.Length;
            sum.Clear();
            for (; token < offsets.Count && (offsets[token].Start < end || i == ends.Length - 1); token++)
            {
                TensorPrimitives.Add(sum, rows.Slice(token * dimension, dimension), sum);
            }

            Quantise(sum, MemoryMarshal.Cast<byte, sbyte>(values.AsSpan(i * dimension, dimension)));
        }

        return new SentenceVectors(ends, values);
    }

    /// <param name="rows">The rows of all tokens of the question.</param>
    /// <param name="shift">Added to their mean; as many numbers as a row has.</param>
    public static sbyte[] OfQuestion(ReadOnlySpan<float> rows, float[] shift)
    {
        var dimension = shift.Length;
        var vector = new float[dimension];
        for (var at = 0; at < rows.Length; at += dimension)
        {
            TensorPrimitives.Add(vector, rows.Slice(at, dimension), vector);
        }

        TensorPrimitives.Divide(vector, Math.Max(1, rows.Length / dimension), vector);
        TensorPrimitives.Add(vector, shift, vector);
        var values = new sbyte[dimension];
        Quantise(vector, values);
        return values;
    }

    /// <summary>Halves are rounded to even. Zeros, and what is not finite, become zeros: such a sentence is near to no question.</summary>
    private static void Quantise(ReadOnlySpan<float> vector, Span<sbyte> values)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (largest is not (> 0 and < float.PositiveInfinity))
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)MathF.Round(vector[i] / largest * sbyte.MaxValue);
        }
    }

    private static int TokensBefore(List<TextSpan> offsets, int end)
    {
        var (low, high) = (0, offsets.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = offsets[middle].Start < end ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
