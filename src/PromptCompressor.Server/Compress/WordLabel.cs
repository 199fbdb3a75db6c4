namespace PromptCompressor.Server.Compress;

/// <summary>A word or protected span with its fate. A text that came back unread has one label for all of it, or for each part between tags.</summary>
internal readonly record struct WordLabel
{
    /// <summary>Where it begins in the input, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>1 if it is in the output, 0 if not.</summary>
    public required int Label { get; init; }

    /// <summary>The model's keep probability, 0 to 1; null if the text was not scored.</summary>
    public required double? Probability { get; init; }

    /// <summary>The rule that protects it, or null; <c>llmlingua</c> for a tag, which is never kept.</summary>
    public required string? Rule { get; init; }
}
