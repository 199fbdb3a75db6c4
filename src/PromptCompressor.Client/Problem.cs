using System.Text.Json;

namespace PromptCompressor.Client;

/// <summary>What is wrong: problem details as in RFC 9457, with a stable code.</summary>
public sealed record Problem
{
    /// <summary><c>about:blank</c>, or <c>error</c> on the sidecar's routes of Anthropic's API; <see cref="Code"/> tells problems apart.</summary>
    public string? Type { get; init; }

    /// <summary>The status in words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What is wrong, in one or two sentences for people.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong, for programs: <c>invalid</c>, <c>too_large</c>, <c>overloaded</c>, <c>unauthorized</c> and so on.</summary>
    public string? Code { get; init; }

    /// <summary>The same in the shape of the LLM provider's API; only on the routes of the sidecar.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>All wrong fields by their names on the wire, each with what it must be; only with the code <c>invalid</c>.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The detail, followed by all wrong fields.</summary>
    internal string? Message => Errors is { Count: > 0 } errors
        ? $"{Detail ?? Title} {string.Join(' ', errors.SelectMany(wrong => wrong.Value, (wrong, error) => $"{wrong.Key} {error}"))}"
        : Detail ?? Title;
}
