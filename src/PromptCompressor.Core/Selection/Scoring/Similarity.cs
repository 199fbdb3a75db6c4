using System.Numerics.Tensors;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>
/// How near sentences are to a question in meaning, in any language: the cosine of their vectors. The whole numbers in them are multiplied and
/// added without rounding, so the same vectors have the same cosine on every machine.
/// </summary>
internal static class Similarity
{
    /// <returns>-1 to 1 for each sentence, 0 for one without a vector.</returns>
    public static double[] Of(QuestionVector question, IReadOnlyList<Sentence> sentences)
    {
        var cosines = new double[sentences.Count];
        Span<float> asked = stackalloc float[question.Values.Length];
        Span<float> said = stackalloc float[question.Values.Length];
        TensorPrimitives.ConvertTruncating<sbyte, float>(question.Values, asked);
        var norm = (double)TensorPrimitives.SumOfSquares(asked);
        for (var i = 0; i < cosines.Length; i++)
        {
            if (sentences[i].Vectors is { } vectors)
            {
                TensorPrimitives.ConvertTruncating(vectors[sentences[i].Vector], said);
                var product = norm * TensorPrimitives.SumOfSquares(said);
                cosines[i] = product == 0 ? 0 : TensorPrimitives.Dot(asked, said) / Math.Sqrt(product);
            }
        }

        return cosines;
    }
}
