namespace PromptCompressor.Client;

/// <summary>What is left of the texts, and what became of each word.</summary>
public sealed record ExplainResponse
{
    /// <summary>What compression alone answers.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One for each text, in order.</summary>
    public required IReadOnlyList<ExplainedText> Texts { get; init; }
}

/// <summary>One text with what its words were judged by. Positions are indices into the string.</summary>
public sealed record ExplainedText
{
    /// <summary>What is left of it.</summary>
    public required string Compressed { get; init; }

    /// <summary>The lowest keep probability that was enough, 0 to 1; null if no word was chosen by it alone.</summary>
    public double? Threshold { get; init; }

    /// <summary>All words and protected spans of prose and all lines of structure, in order; between them is white space alone.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>The pieces [start, end) of the input that make the output, but for what is <see cref="Written"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Spans { get; init; }

    /// <summary>The parts [start, end) of <see cref="Compressed"/> that are no pieces of the input: marks, tables, numbers of lines.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Written { get; init; }

    /// <summary>The pieces that the model reads one by one, in order.</summary>
    public required IReadOnlyList<ExplainedSegment> Segments { get; init; }

    /// <summary>What the question added to each sentence of prose, in order; null where it had no say.</summary>
    public IReadOnlyList<ExplainedSentence>? Sentences { get; init; }
}

/// <summary>A sentence, and how much it has to do with the question. Positions are indices into the string.</summary>
public sealed record ExplainedSentence
{
    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where the next one begins, or the text ends.</summary>
    public required int End { get; init; }

    /// <summary>What the question added to the log-odds of its words, 0 to 12.</summary>
    public required double Relevance { get; init; }

    /// <summary>Of this for words that it shares with the question.</summary>
    public required double Lexical { get; init; }

    /// <summary>Of this for what it says, whatever its words and its language.</summary>
    public required double Semantic { get; init; }
}

/// <summary>A word, a protected span that is kept or dropped as one, or a line of structure. Positions are indices into the string.</summary>
public sealed record ExplainedWord
{
    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>The model's keep probability, 0 to 1; null if it was not scored, as structure is not.</summary>
    public double? Probability { get; init; }

    /// <summary>Whether it is in the output.</summary>
    public required bool Kept { get; init; }

    /// <summary>Why, such as <c>kept</c>, <c>forced</c>, <c>protected</c>, <c>dropped</c>; of lines <c>whole</c>, <c>altered</c>, <c>omitted</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The rule that makes it one piece; null without one.</summary>
    public string? Rule { get; init; }

    /// <summary>What the question added to the log-odds of its probability; null where the question had no say.</summary>
    public double? Relevance { get; init; }
}

/// <summary>A piece of text that the model reads at once. Positions are indices into the string.</summary>
public sealed record ExplainedSegment
{
    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>How many words it has.</summary>
    public required int Words { get; init; }

    /// <summary>Where its scores came from: <c>memory</c>, <c>redis</c>, <c>computed</c> or <c>not_needed</c>.</summary>
    public required string Source { get; init; }
}
