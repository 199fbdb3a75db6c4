using System.Text.Json.Serialization;
using PromptCompressor.Core.Segments;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Streaming;

/// <summary>A line of a streamed answer, with exactly one field. Lines of <c>progress</c> come first, as many as there is time for; the last line is <c>result</c> or <c>error</c>.</summary>
internal sealed record StreamLine<TResult>
    where TResult : class
{
    /// <summary>How far the work is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgressResponse? Progress { get; init; }

    /// <summary>The whole answer, as the route that does not stream gives it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TResult? Result { get; init; }

    /// <summary>Why there is no result, where that turned out after the first line was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}

/// <summary>How far the work is.</summary>
internal sealed record ProgressResponse
{
    /// <summary>Segments that are scored or were in the cache.</summary>
    public required int Done { get; init; }

    /// <summary>All segments of the request. Of messages that are compressed each by itself, all of those begun, so that it may grow.</summary>
    public required int Total { get; init; }

    public static ProgressResponse Of(ScoringProgress progress) => new() { Done = progress.Done, Total = progress.Total };
}
