using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PromptCompressor.Server.Errors;

/// <summary>The reason why a request was not answered: problem details as in RFC 9457, with a stable <c>code</c>.</summary>
internal sealed record Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary><c>about:blank</c>: <c>code</c> tells problems apart. On the sidecar's routes of Anthropic's API, <c>error</c>.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status as a number.</summary>
    public required int Status { get; init; }

    /// <summary>One or two sentences that say what is wrong. They never contain text of the prompt.</summary>
    public required string Detail { get; init; }

    /// <summary>The kind of problem, for programs. Codes never change their meaning.</summary>
    public required string Code { get; init; }

    /// <summary>All wrong fields, each with what it must be. Present with the code <c>invalid</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The same once more on the sidecar's routes, in the shape in which the client of the provider's API expects an error.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? Error { get; init; }

    /// <summary>When trying again makes sense, for the <c>Retry-After</c> header.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }
}
