using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>The result for one line of the body.</summary>
internal sealed record WarmResult
{
    /// <summary>Number of the line in the body, from 1. Blank lines count, but have no result.</summary>
    public required int Line { get; init; }

    /// <summary>The HTTP status that the line would have had as a request.</summary>
    public required int Status { get; init; }

    /// <summary>Number of tokens of the line's text, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OriginTokens { get; init; }

    /// <summary>How much was in the cache already and how much was scored, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CacheUsed? Cache { get; init; }

    /// <summary>The problem, if the status is not 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}
