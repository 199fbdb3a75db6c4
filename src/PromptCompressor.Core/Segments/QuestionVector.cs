using System.Diagnostics.CodeAnalysis;

namespace PromptCompressor.Core.Segments;

/// <summary>What a question asks for, to be compared with <see cref="SentenceVectors"/> of the same model by the cosine.</summary>
/// <param name="Values">A signed byte a number.</param>
public sealed record QuestionVector(sbyte[] Values);

/// <summary>The vector of a question, stored as it is.</summary>
/// <param name="dimension">Numbers of a vector.</param>
public sealed class QuestionCodec(int dimension) : ISegmentCodec<string, QuestionVector>
{
    public string Format => "question/1";

    public byte[] Encode(QuestionVector value) => Array.ConvertAll(value.Values, number => (byte)number);

    public bool TryDecode(string segment, byte[] stored, [NotNullWhen(true)] out QuestionVector? value)
    {
        value = stored.Length == dimension ? new QuestionVector(Array.ConvertAll(stored, number => (sbyte)number)) : null;
        return value is not null;
    }
}
