using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Compression;

/// <summary>What a request says of text that is more than prose. The compressor of words does not look at it.</summary>
public sealed record ContentRules
{
    public static ContentRules Default { get; } = new();

    /// <summary>What every text is taken as; null where the texts are looked at and cut into blocks.</summary>
    public ContentKind? Kind { get; init; }

    /// <summary>Kinds that stay as they came, whatever the budget.</summary>
    public IReadOnlyList<ContentKind> Untouched { get; init; } = [];

    /// <summary>Whether the shape may change: arrays as tables, search results by path, the main text of a page.</summary>
    public bool Reshape { get; init; } = true;

    /// <summary>Whether code may become an outline.</summary>
    public bool Outline { get; init; } = true;

    /// <summary>Whether room that is left below the budget is filled with ordinary records, from the first on.</summary>
    public bool FillBudget { get; init; } = true;
}
