using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The messages with their tool results compressed, and how many tokens that saved.</summary>
internal sealed record HeadroomResponse
{
    /// <summary>The messages, unchanged except for the texts that were compressed.</summary>
    public required IReadOnlyList<RawJson> Messages { get; init; }

    /// <summary>Number of tokens of all texts before compression.</summary>
    public required long TokensBefore { get; init; }

    /// <summary>Number of tokens of all texts after compression.</summary>
    public required long TokensAfter { get; init; }

    /// <summary>Number of tokens saved: <c>tokens_before - tokens_after</c>.</summary>
    public required long TokensSaved { get; init; }

    /// <summary>Share of the tokens that is left: output tokens divided by input tokens, so that 1 means nothing was saved. <c>ratio</c> of <c>/v1/compress</c> is the inverse.</summary>
    public required double CompressionRatio { get; init; }

    /// <summary>
    /// Names of the methods that were applied, in alphabetical order: <c>llmlingua2</c> where words were chosen in prose; for structure its kind and the
    /// method, such as <c>json:json_table</c>. Empty if there were none.
    /// </summary>
    public required IReadOnlyList<string> TransformsApplied { get; init; }

    /// <summary>For each method, the number of texts that it was applied to.</summary>
    public required IReadOnlyDictionary<string, int> TransformsSummary { get; init; }

    /// <summary>Hashes of the markers in the messages, with which originals can be requested; empty unless <c>Originals:Enabled</c> is set.</summary>
    public required IReadOnlyList<string> CcrHashes { get; init; }
}

/// <summary>An error in Headroom's form.</summary>
internal sealed record HeadroomErrorResponse
{
    /// <summary>The type and the text of the error.</summary>
    public required HeadroomError Error { get; init; }
}

/// <summary>The type and the text of an error.</summary>
internal sealed record HeadroomError
{
    /// <summary>The type of the error: <c>invalid_request</c> or <c>compression_error</c>.</summary>
    public required string Type { get; init; }

    /// <summary>A sentence that says what is wrong.</summary>
    public required string Message { get; init; }
}
