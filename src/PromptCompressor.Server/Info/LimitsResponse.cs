namespace PromptCompressor.Server.Info;

/// <summary>How much a request may ask for; section <c>Limits</c> of the configuration.</summary>
internal sealed record LimitsResponse
{
    /// <summary>Bytes of a body.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Texts of a request.</summary>
    public required int Contexts { get; init; }

    /// <summary>Tokens of a request before compression.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Items of a batch.</summary>
    public required int BatchItems { get; init; }

    /// <summary>Characters of <c>question</c>.</summary>
    public required int QuestionLength { get; init; }

    /// <summary>Entries of <c>force_tokens</c>.</summary>
    public required int ForceTokens { get; init; }

    /// <summary>Characters of a force token.</summary>
    public required int ForceTokenLength { get; init; }

    /// <summary>Rows of embeddings of a request.</summary>
    public required int SoftRows { get; init; }

    /// <summary>Entries of <c>protect</c>.</summary>
    public required int ProtectEntries { get; init; }
}
