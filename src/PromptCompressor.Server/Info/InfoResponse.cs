namespace PromptCompressor.Server.Info;

/// <summary>The version, the models and the limits of this service.</summary>
internal sealed record InfoResponse
{
    /// <summary>Version of the program, with the commit it was built from.</summary>
    public required string Version { get; init; }

    /// <summary>Whether the models are loaded; until then <c>models</c> is empty.</summary>
    public required bool Ready { get; init; }

    /// <summary>The model for requests that name none.</summary>
    public required string DefaultModel { get; init; }

    /// <summary>All extractive models, sorted by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }

    /// <summary>All soft models, sorted by id.</summary>
    public required IReadOnlyList<SoftModelResponse> SoftModels { get; init; }

    /// <summary>The processor that the models run on: <c>cpu</c> or <c>cuda</c>.</summary>
    public required string ExecutionProvider { get; init; }

    /// <summary>Number of segments (on CUDA: batches) that run at the same time.</summary>
    public required int Workers { get; init; }

    /// <summary>The limits for one request.</summary>
    public required LimitsResponse Limits { get; init; }

    /// <summary>The rules that <c>protect</c> can name.</summary>
    public required IReadOnlyList<ProtectionRuleResponse> ProtectionRules { get; init; }

    /// <summary>
    /// The names that <c>tokenizer</c> can have: encodings, and families of LLMs with their versions (<c>gpt-4o</c> stands for <c>gpt-4o-mini</c> too).
    /// Counts for names with a <c>*</c> are estimates.
    /// </summary>
    public required IReadOnlyList<string> Tokenizers { get; init; }
}

/// <summary>A kind of text that is never cut into.</summary>
internal sealed record ProtectionRuleResponse
{
    /// <summary>The name of the rule, as an entry of <c>protect</c> gives it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it applies to requests without <c>protect</c>.</summary>
    public required bool Default { get; init; }
}
