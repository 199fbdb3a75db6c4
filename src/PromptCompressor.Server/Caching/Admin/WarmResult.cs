using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>What became of a line.</summary>
internal sealed record WarmResult
{
    /// <summary>Its number in the body, from 1. Blank lines count, but have no answer.</summary>
    public required int Line { get; init; }

    /// <summary>The HTTP status it would have had as a request.</summary>
    public required int Status { get; init; }

    /// <summary>Tokens of its text, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OriginTokens { get; init; }

    /// <summary>What was there already and what was scored, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CacheUsed? Cache { get; init; }

    /// <summary>The problem, if not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}
