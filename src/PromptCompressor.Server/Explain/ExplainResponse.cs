using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Explain;

/// <summary>What is left of the text, and what became of each word. All positions are in UTF-16 code units, as in JavaScript, C# and Java.</summary>
internal sealed record ExplainResponse
{
    /// <summary>What <c>/v1/compress</c> answers. Its <c>cache</c> counts what was scored to explain, even where the text was within the budget.</summary>
    public required CompressResponse Result { get; init; }

    /// <summary>One for each context, or for each text of the <c>user</c> and <c>tool</c> messages, in order.</summary>
    public required IReadOnlyList<ExplainedText> Texts { get; init; }
}

/// <summary>One text with all that its words were judged by.</summary>
internal sealed record ExplainedText
{
    /// <summary>What is left of it.</summary>
    public required string Compressed { get; init; }

    /// <summary>The lowest keep probability that was enough, 0 to 1; null if no word was chosen by it alone (with a <c>question</c> relevance counts too).</summary>
    public required double? Threshold { get; init; }

    /// <summary>All words and protected spans, in order; between them is white space alone. Empty where there is no word.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>The pieces <c>[start, end)</c> of the input that make the output.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Spans { get; init; }

    /// <summary>The pieces that the model reads one by one, in order.</summary>
    public required IReadOnlyList<ExplainedSegment> Segments { get; init; }
}
