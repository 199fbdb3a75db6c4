using System.Text.Json.Serialization;
using PromptCompressor.Core.Segments;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Streaming;

/// <summary>A line of a streamed answer, with exactly one field. Lines of <c>progress</c> come first, as many as there is time for; the last line is <c>result</c> or <c>error</c>.</summary>
internal sealed record StreamLine<TResult>
    where TResult : class
{
    /// <summary>The progress of the work.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgressResponse? Progress { get; init; }

    /// <summary>The whole answer, as the route without streaming gives it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TResult? Result { get; init; }

    /// <summary>The reason why there is no result, if that turned out after the first line was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}

/// <summary>The progress of the work.</summary>
internal sealed record ProgressResponse
{
    /// <summary>Number of segments that are scored or were in the cache.</summary>
    public required int Done { get; init; }

    /// <summary>Number of segments of the request. For messages that are compressed one by one it counts the messages begun so far, and may therefore grow.</summary>
    public required int Total { get; init; }

    public static ProgressResponse Of(ScoringProgress progress) => new() { Done = progress.Done, Total = progress.Total };
}
