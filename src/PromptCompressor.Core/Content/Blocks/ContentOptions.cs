namespace PromptCompressor.Core.Content.Blocks;

/// <summary>What a reduction may do, and how it counts.</summary>
public sealed record ContentOptions
{
    public required Func<string, int> CountTokens { get; init; }

    /// <summary>How much a record answers the question or the tool call: 0 = not at all, 1 = as well as any can.</summary>
    public Func<string, double>? Relevance { get; init; }

    /// <summary>Whether a record with this text stays whatever the target is; null where no record is asked for.</summary>
    public Func<string, bool>? MustStay { get; init; }

    /// <summary>Whether the shape may change: arrays as tables, search results by path, main text of a page.</summary>
    public bool Reshape { get; init; } = true;

    /// <summary>Whether room that is left below the target is filled with ordinary records, from the first on. Without it they go, but for a sample of the rows of data.</summary>
    public bool FillTarget { get; init; }

    /// <summary>Whether code may become an outline. Without it code stays as it came.</summary>
    public bool Outline { get; init; }

    /// <summary>Whether records may be left out. Without it, a reduction loses nothing.</summary>
    public bool OmitRecords { get; init; } = true;

    /// <summary>Whether prose may lose sentences: prose in strings of JSON, which is a value and no text of its own.</summary>
    internal bool CutProse { get; init; }

    /// <summary>The relevance of a record; 0 where there is no question.</summary>
    internal double RelevanceOf(ReadOnlySpan<char> record) => Relevance is null ? 0 : Relevance(record.ToString());
}
