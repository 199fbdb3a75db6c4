namespace PromptCompressor.Server.Caching.Admin;

/// <summary>Why calls to Redis came to nothing.</summary>
internal sealed record RedisFaultsResponse
{
    /// <summary>Calls that took too long.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Calls that failed: no connection, or an error of the server.</summary>
    public required long Failed { get; init; }

    /// <summary>Calls that were not made, since Redis was known to be down.</summary>
    public required long Rejected { get; init; }
}
