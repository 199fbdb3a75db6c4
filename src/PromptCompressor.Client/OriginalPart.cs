namespace PromptCompressor.Client;

/// <summary>Which lines of an original are wanted.</summary>
public sealed record OriginalQuery
{
    /// <summary>The first line, from 1; null for the first of the text.</summary>
    public int? FirstLine { get; init; }

    /// <summary>The last line; null for the last of the text.</summary>
    public int? LastLine { get; init; }

    /// <summary>1 to 1,000 characters: only lines that hold them, in any case; null for all lines.</summary>
    public string? Search { get; init; }

    /// <summary>Characters of text in the answer at most, 1 to 1,000,000; null for 20,000.</summary>
    public int? MaxCharacters { get; init; }
}

/// <summary>Lines of a text as it was before it was compressed.</summary>
public sealed record OriginalPart
{
    /// <summary>The hash in the mark: 24 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The lines asked for, joined by line feeds; null with a search.</summary>
    public string? OriginalContent { get; init; }

    /// <summary>The lines that hold what was searched for; null without a search.</summary>
    public IReadOnlyList<OriginalMatch>? Matches { get; init; }

    /// <summary>Tokens of the whole original.</summary>
    public required int OriginalTokens { get; init; }

    /// <summary>Lines of the whole original.</summary>
    public required int Lines { get; init; }

    /// <summary>The line at which to go on where this is not all that was asked for; else null.</summary>
    public int? NextLine { get; init; }

    /// <summary>Whether lines or the rest of a long line are missing.</summary>
    public required bool Truncated { get; init; }

    /// <summary>How often it has been asked for, this time included.</summary>
    public required long RetrievalCount { get; init; }
}

/// <summary>A line of an original that holds what was searched for.</summary>
public sealed record OriginalMatch
{
    /// <summary>Its number, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line; of one with more than 400 characters the part around the first place that matches.</summary>
    public required string Text { get; init; }
}
