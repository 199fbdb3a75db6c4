namespace PromptCompressor.Core.Segments;

/// <summary>The model's keep probability of one word in a single byte: 0 is probability 0, <see cref="MaxValue"/> is probability 1.</summary>
/// <param name="Value">The probability in steps of 1/<see cref="MaxValue"/>.</param>
public readonly record struct Score(byte Value) : IComparable<Score>
{
    public const int MaxValue = byte.MaxValue;

    /// <summary>Number of different scores, for tables that hold an entry for each.</summary>
    public const int Count = MaxValue + 1;

    /// <summary>0 to 1.</summary>
    public double Probability => Value / (double)MaxValue;

    /// <param name="probability">0 to 1; rounded to the nearest step.</param>
    public static Score FromProbability(float probability) => new((byte)Math.Round(probability * MaxValue));

    /// <summary>Whether the probability is lower than another one, which need not lie on a step.</summary>
    public bool IsBelow(double probability) => Value < probability * MaxValue;

    public int CompareTo(Score other) => Value.CompareTo(other.Value);

    public static Score Max(Score one, Score other) => one >= other ? one : other;

    public static bool operator <(Score left, Score right) => left.Value < right.Value;

    public static bool operator >(Score left, Score right) => left.Value > right.Value;

    public static bool operator <=(Score left, Score right) => left.Value <= right.Value;

    public static bool operator >=(Score left, Score right) => left.Value >= right.Value;
}
