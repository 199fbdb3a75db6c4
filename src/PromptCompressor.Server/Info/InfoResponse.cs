namespace PromptCompressor.Server.Info;

/// <summary>What this service is and how it is set up.</summary>
internal sealed record InfoResponse
{
    /// <summary>Of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Whether the models are loaded; until then <c>models</c> is empty.</summary>
    public required bool Ready { get; init; }

    /// <summary>The model of requests that name none.</summary>
    public required string DefaultModel { get; init; }

    /// <summary>All models, by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }

    /// <summary>All soft models.</summary>
    public required IReadOnlyList<SoftModelResponse> SoftModels { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string ExecutionProvider { get; init; }

    /// <summary>Segments that run at the same time.</summary>
    public required int Workers { get; init; }

    /// <summary>How much a request may ask for.</summary>
    public required LimitsResponse Limits { get; init; }

    /// <summary>What <c>protect</c> can name.</summary>
    public required IReadOnlyList<ProtectionRuleResponse> ProtectionRules { get; init; }

    /// <summary>
    /// What <c>tokenizer</c> can name: encodings, and families of LLMs with their versions (<c>gpt-4o</c> stands for
    /// <c>gpt-4o-mini</c> too). Counts for those with a <c>*</c> are estimates.
    /// </summary>
    public required IReadOnlyList<string> Tokenizers { get; init; }
}

/// <summary>A kind of text that is never cut into.</summary>
internal sealed record ProtectionRuleResponse
{
    /// <summary>The value of an entry of a request's <c>protect</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it applies to requests without <c>protect</c>.</summary>
    public required bool Default { get; init; }
}
