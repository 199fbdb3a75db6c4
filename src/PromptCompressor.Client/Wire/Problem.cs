namespace PromptCompressor.Client.Wire;

/// <summary>Problem details as in RFC 9457, with the service's <c>code</c>.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public string? Code { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
