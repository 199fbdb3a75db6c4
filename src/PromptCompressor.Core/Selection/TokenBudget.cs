namespace PromptCompressor.Core.Selection;

/// <summary>How many tokens of the texts of a request may be left.</summary>
/// <param name="Target">Tokens of the output at most, whatever stays; null: <paramref name="Rate"/> decides.</param>
/// <param name="Rate">Share of what may be dropped that stays, above 0 and at most 1; null with a null target: everything stays.</param>
/// <param name="OriginTokens">Tokens of the texts before anything is dropped; of parts with a rate of their own, what is left of them.</param>
internal readonly record struct TokenBudget(int? Target, double? Rate, int OriginTokens)
{
    /// <summary>Where what always stays is over the target, this share of the rest stays: the answer is over the target anyway, and a question beside a large block of code says what to do with it.</summary>
    private const double LeastRate = 0.1;

    /// <summary>Tokens beside the share that <see cref="Rate"/> gives.</summary>
    public int Extra { get; init; }

    public bool IsUnlimited => Target is null && Rate is null;

    /// <summary>Whether the target holds even if a text then comes to nothing.</summary>
    public bool IsBound => Target is not null;

    /// <summary>The share of a number of tokens, rounded down: 0.29 of 100 tokens is 29, although 0.29 * 100 is a little less in floating point.</summary>
    public static int Share(double rate, int tokens) => (int)((rate * tokens) + 1e-9);

    /// <summary>The budget of all texts.</summary>
    /// <param name="fixedTokens">Tokens of what always stays.</param>
    public int Of(int fixedTokens) => Target ?? (Rate is { } rate ? AtRate(rate, fixedTokens) : int.MaxValue);

    /// <summary>The budget where what always stays is over the target.</summary>
    /// <inheritdoc cref="Of"/>
    public int Least(int fixedTokens) => AtRate(LeastRate, fixedTokens);

    private int AtRate(double rate, int fixedTokens) => fixedTokens + Share(rate, Math.Max(0, OriginTokens - fixedTokens)) + Extra;
}
