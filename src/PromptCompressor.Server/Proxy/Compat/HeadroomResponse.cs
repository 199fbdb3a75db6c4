using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>What became of the messages.</summary>
internal sealed record HeadroomResponse
{
    /// <summary>As they came, but for the texts that were compressed.</summary>
    public required IReadOnlyList<RawJson> Messages { get; init; }

    /// <summary>Tokens of all texts, before.</summary>
    public required long TokensBefore { get; init; }

    /// <summary>Tokens of all texts, afterwards.</summary>
    public required long TokensAfter { get; init; }

    /// <summary>The difference.</summary>
    public required long TokensSaved { get; init; }

    /// <summary>After divided by before, so that 1 means nothing saved. <c>ratio</c> of <c>/v1/compress</c> is the inverse.</summary>
    public required double CompressionRatio { get; init; }

    /// <summary>What was done, in the order of the alphabet: <c>llmlingua2</c> where words were chosen in prose, and for structure its kind and the method, such as <c>json:json_table</c>; empty if nothing was.</summary>
    public required IReadOnlyList<string> TransformsApplied { get; init; }

    /// <summary>How many texts each was done to.</summary>
    public required IReadOnlyDictionary<string, int> TransformsSummary { get; init; }

    /// <summary>Hashes of the markers in the messages, to ask for originals with; empty unless <c>Proxy:Retrieval:Enabled</c> is set.</summary>
    public required IReadOnlyList<string> CcrHashes { get; init; }
}

/// <summary>Why there is no answer, as Headroom says it.</summary>
internal sealed record HeadroomErrorResponse
{
    /// <summary>The error.</summary>
    public required HeadroomError Error { get; init; }
}

/// <summary>The error.</summary>
internal sealed record HeadroomError
{
    /// <summary><c>invalid_request</c> or <c>compression_error</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public required string Message { get; init; }
}
