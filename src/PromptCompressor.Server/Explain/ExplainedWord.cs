using System.Text.Json.Serialization;

namespace PromptCompressor.Server.Explain;

/// <summary>A word, or a protected span that is kept or dropped as one.</summary>
internal readonly record struct ExplainedWord
{
    /// <summary>Where it begins in its text.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>The model's keep probability, 0 to 1; of a protected span that of its best word. Null if it was not scored.</summary>
    public required double? Probability { get; init; }

    /// <summary>Whether it is in the output.</summary>
    public required bool Kept { get; init; }

    /// <summary>
    /// Why. Kept: <c>kept</c> (its probability was enough), <c>forced</c> (<c>force_tokens</c> or <c>force_reserve_digit</c>), <c>protected</c>
    /// (<c>rule</c> says that it always stays), <c>joined</c> (without it kept words would run together or say something else), <c>skipped</c> (everything came
    /// back as it was). Dropped: <c>dropped</c>, <c>below_min_score</c>, <c>context_dropped</c>, <c>repeated</c> (<c>drop_consecutive</c>),
    /// <c>unneeded</c> (a label, tag or mark with nothing left to stand for), <c>tag</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The rule that makes it one piece; absent without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>What the question added to the log-odds of its probability before words were ranked; absent where it had no say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Relevance { get; init; }
}
