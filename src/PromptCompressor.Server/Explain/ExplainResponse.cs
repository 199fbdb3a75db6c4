using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>What is left of the text, and what became of each word. All positions are in UTF-16 code units, as in JavaScript, C# and Java.</summary>
internal sealed record ExplainResponse
{
    /// <summary>What <c>/v1/compress</c> answers. Its <c>cache</c> counts what was scored to explain, even where the text was within the budget.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One for each context, or for each text of messages that is compressed, in order.</summary>
    public required IReadOnlyList<ExplainedText> Texts { get; init; }
}

/// <summary>One text with all that its words were judged by.</summary>
internal sealed record ExplainedText
{
    /// <summary>What is left of it.</summary>
    public required string Compressed { get; init; }

    /// <summary>The lowest keep probability that was enough, 0 to 1; null if no word was chosen by it alone (with a <c>question</c> relevance counts too).</summary>
    public required double? Threshold { get; init; }

    /// <summary>All words and protected spans of prose, and all lines of structure, in order; between them is white space alone. Empty where there is no word.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>The pieces <c>[start, end)</c> of the input that make the output, but for what is <c>written</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Spans { get; init; }

    /// <summary>The parts <c>[start, end)</c> of <c>compressed</c> that are no pieces of the input: marks, tables, numbers of lines.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Written { get; init; }

    /// <summary>The pieces that the model reads one by one, in order.</summary>
    public required IReadOnlyList<ExplainedSegment> Segments { get; init; }

    /// <summary>What the question added to each sentence of prose, in order; absent where it had no say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExplainedSentence>? Sentences { get; init; }
}

/// <summary>A sentence, and how much it has to do with the question.</summary>
internal readonly record struct ExplainedSentence
{
    /// <summary>Where it begins in its text.</summary>
    public required int Start { get; init; }

    /// <summary>Where the next one begins, or the text ends.</summary>
    public required int End { get; init; }

    /// <summary>What the question added to the log-odds of its words, 0 to 12: the sum of the two below.</summary>
    public required double Relevance { get; init; }

    /// <summary>Of this for words that it shares with the question.</summary>
    public required double Lexical { get; init; }

    /// <summary>Of this for what it says, whatever its words and its language.</summary>
    public required double Semantic { get; init; }
}

/// <summary>A piece of text that is scored, and cached, by itself.</summary>
internal readonly record struct ExplainedSegment
{
    /// <summary>Where it begins in its text.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>How many words it has.</summary>
    public required int Words { get; init; }

    /// <summary>
    /// Where its scores came from: <c>memory</c>, <c>redis</c>, <c>computed</c> (the model ran now, for this request or for another at the same
    /// time) or <c>not_needed</c> (it is protected from end to end).
    /// </summary>
    public required string Source { get; init; }
}

/// <summary>A word, a protected span that is kept or dropped as one, or a line of structure.</summary>
internal readonly record struct ExplainedWord
{
    /// <summary>Where it begins in its text.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>The model's keep probability, 0 to 1; of a protected span that of its best word. Null if it was not scored, as structure is not.</summary>
    public required double? Probability { get; init; }

    /// <summary>Whether it is in the output.</summary>
    public required bool Kept { get; init; }

    /// <summary>
    /// Why. Kept: <c>kept</c> (its probability was enough), <c>forced</c> (<c>force_tokens</c> or <c>force_reserve_digit</c>), <c>protected</c>
    /// (<c>rule</c> says that it always stays), <c>joined</c> (without it kept words would run together or say something else), <c>skipped</c> (everything came
    /// back as it was), <c>whole</c> (a line of structure that is in the output), <c>altered</c> (structure that is in the output in another shape; <c>blocks</c> of the result tells
    /// what of it was left out). Dropped: <c>dropped</c>, <c>exceeds_budget</c> (with what it needs, larger than what was left of the budget), <c>omitted</c> (a line of structure that is not in the output),
    /// <c>below_min_score</c>, <c>context_dropped</c>, <c>repeated</c> (<c>drop_consecutive</c>),
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
