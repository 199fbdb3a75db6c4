using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>The compressed text, and for each word whether and why it was kept. All positions are in UTF-16 code units, as in JavaScript, C# and Java.</summary>
internal sealed record ExplainResponse
{
    /// <summary>The answer of <c>/v1/compress</c> to the same request. Its <c>cache</c> counts what was scored for the explanation, even where the text was within the budget.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One entry for each context, or for each compressed text of messages, in order.</summary>
    public required IReadOnlyList<ExplainedText> Texts { get; init; }
}

/// <summary>One text with everything that decided about its words.</summary>
internal sealed record ExplainedText
{
    /// <summary>The output for this text.</summary>
    public required string Compressed { get; init; }

    /// <summary>The lowest keep probability, 0 to 1, with which a word was kept. Null if probability alone decided about no word (with a <c>question</c>, relevance counts too).</summary>
    public required double? Threshold { get; init; }

    /// <summary>All words and protected spans of prose, and all lines of structure, in order; only white space stands between them. Empty if there is no word.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>The pieces <c>[start, end)</c> of the input that make the output, in UTF-16 code units, except what is <c>written</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Spans { get; init; }

    /// <summary>The parts <c>[start, end)</c> of <c>compressed</c>, in UTF-16 code units, that are not pieces of the input: marks, tables, line numbers.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Written { get; init; }

    /// <summary>The segments that the model reads one by one, in order.</summary>
    public required IReadOnlyList<ExplainedSegment> Segments { get; init; }

    /// <summary>The sentences of prose in order, each with its relevance to the question; absent if the question had no effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExplainedSentence>? Sentences { get; init; }
}

/// <summary>A sentence, and how much it has to do with the question.</summary>
internal readonly record struct ExplainedSentence
{
    /// <summary>Position in the text at which the sentence begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the text at which the next sentence begins or the text ends, in UTF-16 code units.</summary>
    public required int End { get; init; }

    /// <summary>Amount by which the question raised the log-odds of the sentence's words, 0 to 12: the sum of the two fields below.</summary>
    public required double Relevance { get; init; }

    /// <summary>The part of the log-odds that comes from words which the sentence and the question share.</summary>
    public required double Lexical { get; init; }

    /// <summary>The part of the log-odds that comes from what the sentence means, whatever its words and its language.</summary>
    public required double Semantic { get; init; }
}

/// <summary>A piece of text that is scored and cached by itself.</summary>
internal readonly record struct ExplainedSegment
{
    /// <summary>Position in the text at which the segment begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the text at which the segment ends, exclusive, in UTF-16 code units.</summary>
    public required int End { get; init; }

    /// <summary>Number of words of the segment.</summary>
    public required int Words { get; init; }

    /// <summary>
    /// Source of the segment's scores: <c>memory</c>, <c>redis</c>, <c>computed</c> (the model ran now, for this request or for another one at the same time)
    /// or <c>not_needed</c> (the segment is protected from end to end).
    /// </summary>
    public required string Source { get; init; }
}

/// <summary>A word, a protected span that is kept or dropped as one, or a line of structure.</summary>
internal readonly record struct ExplainedWord
{
    /// <summary>Position in the text at which the word begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the text at which the word ends, exclusive, in UTF-16 code units.</summary>
    public required int End { get; init; }

    /// <summary>The model's keep probability, 0 to 1; for a protected span the probability of its best word. Null if the word was not scored; structure is not.</summary>
    public required double? Probability { get; init; }

    /// <summary>Whether the word is in the output.</summary>
    public required bool Kept { get; init; }

    /// <summary>
    /// The reason why the word was kept or dropped. Kept: <c>kept</c> (its probability was enough), <c>forced</c> (<c>force_tokens</c> or
    /// <c>force_reserve_digit</c>), <c>protected</c> (<c>rule</c> names the rule that keeps it), <c>joined</c> (without it kept words would run together or
    /// say something else), <c>skipped</c> (the whole text is unchanged), <c>whole</c> (a line of structure that is in the output), <c>altered</c> (structure
    /// that is in the output in another shape; <c>blocks</c> of the result says what was left out of it). Dropped: <c>dropped</c>, <c>exceeds_budget</c>
    /// (with what it needs, it is larger than what was left of the budget), <c>omitted</c> (a line of structure that is not in the output),
    /// <c>below_min_score</c>, <c>context_dropped</c>, <c>repeated</c> (<c>drop_consecutive</c>), <c>unneeded</c> (a label, tag or mark with nothing left to
    /// stand for), <c>tag</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The protection rule that makes the word one piece; absent if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>Amount by which the question raised the log-odds of the word's probability before words were ranked; absent if the question had no effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Relevance { get; init; }
}
