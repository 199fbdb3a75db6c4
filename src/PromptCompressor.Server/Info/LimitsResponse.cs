namespace PromptCompressor.Server.Info;

/// <summary>The limits for one request; section <c>Limits</c> of the configuration.</summary>
internal sealed record LimitsResponse
{
    /// <summary>Largest body of a request, in bytes.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Largest number of texts in a request.</summary>
    public required int Contexts { get; init; }

    /// <summary>Largest number of tokens in a request before compression.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Largest number of items in a batch.</summary>
    public required int BatchItems { get; init; }

    /// <summary>Largest length of <c>question</c>, in characters.</summary>
    public required int QuestionLength { get; init; }

    /// <summary>Largest number of entries in <c>force_tokens</c>.</summary>
    public required int ForceTokens { get; init; }

    /// <summary>Largest length of a force token, in characters.</summary>
    public required int ForceTokenLength { get; init; }

    /// <summary>Largest number of embedding rows in a request.</summary>
    public required int SoftRows { get; init; }

    /// <summary>Largest number of entries in <c>protect</c>.</summary>
    public required int ProtectEntries { get; init; }
}
