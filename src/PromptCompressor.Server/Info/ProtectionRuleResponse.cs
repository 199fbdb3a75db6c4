namespace PromptCompressor.Server.Info;

/// <summary>A kind of text that is never cut into.</summary>
internal sealed record ProtectionRuleResponse
{
    /// <summary>The value of an entry of a request's <c>protect</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it applies to requests without <c>protect</c>.</summary>
    public required bool Default { get; init; }
}
