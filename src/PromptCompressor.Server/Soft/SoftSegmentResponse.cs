namespace PromptCompressor.Server.Soft;

/// <summary>Which text became which rows.</summary>
internal sealed record SoftSegmentResponse
{
    /// <summary>Index of the text in <c>context</c>.</summary>
    public required int Text { get; init; }

    /// <summary>Where the segment starts in it, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends, exclusive. A character whose bytes fall into two segments is in both.</summary>
    public required int End { get; init; }

    /// <summary>Its first row.</summary>
    public required int Row { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int Rows { get; init; }

    /// <summary>The generator's tokens in it.</summary>
    public required int Tokens { get; init; }

    /// <summary>Whether its rows are the embeddings of its tokens.</summary>
    public required bool Exact { get; init; }

    /// <summary>
    /// Where its rows came from: <c>memory</c>, <c>redis</c>, <c>computed</c> (the model ran now, for this request or for another at the same
    /// time) or <c>not_needed</c> (it is exact).
    /// </summary>
    public required string Source { get; init; }
}
