using System.Text.Json;

namespace PromptCompressor.Client;

/// <summary>What is left of the text, and what it cost.</summary>
public sealed record CompressResponse
{
    /// <summary>The outputs of all texts with a blank line between them; null for messages.</summary>
    public string? CompressedPrompt { get; init; }

    /// <summary>One output for each text, in order; null for messages.</summary>
    public IReadOnlyList<string>? CompressedPromptList { get; init; }

    /// <summary>The messages, of which only compressed text differs; null for texts.</summary>
    public IReadOnlyList<JsonElement>? Messages { get; init; }

    /// <summary>Indices of the texts that were dropped as a whole; null if none may be.</summary>
    public IReadOnlyList<int>? DroppedContexts { get; init; }

    /// <summary>Tokens of the input.</summary>
    public required long OriginTokens { get; init; }

    /// <summary>Tokens of the output.</summary>
    public required long CompressedTokens { get; init; }

    /// <summary>Tokens that are gone.</summary>
    public required long SavedTokens { get; init; }

    /// <summary>Share of the tokens that was kept, 0 to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>The lowest keep probability that was enough; null if no word was chosen by it alone.</summary>
    public double? Threshold { get; init; }

    /// <summary>Why everything came back as it was (<c>within_budget</c>, <c>no_words</c>, <c>no_gain</c>); else null.</summary>
    public string? Skipped { get; init; }

    /// <summary>What the caller should know, such as a budget that protected text alone is over.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the service's cache saved.</summary>
    public required CacheUse Cache { get; init; }
}

/// <summary>What the service's cache saved.</summary>
public sealed record CacheUse
{
    /// <summary>Segments whose scores were needed.</summary>
    public required int Segments { get; init; }

    /// <summary>Segments that needed no run of the model.</summary>
    public required int Hits { get; init; }

    /// <summary>Segments that the model ran for.</summary>
    public required int Misses { get; init; }
}
