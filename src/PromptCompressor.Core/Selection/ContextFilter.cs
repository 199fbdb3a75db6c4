namespace PromptCompressor.Core.Selection;

/// <summary>
/// The coarse step of LLMLingua: whole contexts are dropped before words are chosen, so that what is left keeps more. The
/// best context always stays. All limits that are given hold.
/// </summary>
public sealed record ContextFilter
{
    /// <summary>Contexts to keep at most, from 1.</summary>
    public int? MaxContexts { get; init; }

    /// <summary>Tokens of the contexts to keep at most, before their words are chosen; from 1.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The same as a share of the tokens of all contexts, above 0 and at most 1.</summary>
    public double? Rate { get; init; }

    /// <summary>Indices of contexts that stay whatever the limits say; they are counted.</summary>
    public IReadOnlyCollection<int> Forced { get; init; } = [];
}
