namespace PromptCompressor.Server.Explain;

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
