namespace PromptCompressor.Client;

/// <summary>What became of one request whose texts were scored ahead.</summary>
public sealed record WarmResult
{
    /// <summary>Its place among the requests, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The HTTP status that it would have had by itself.</summary>
    public required int Status { get; init; }

    /// <summary>Tokens of its text, if the status is 200.</summary>
    public long? OriginTokens { get; init; }

    /// <summary>What was in the cache already and what was scored, if the status is 200.</summary>
    public CacheUse? Cache { get; init; }

    /// <summary>What is wrong, if not.</summary>
    public Problem? Error { get; init; }
}
