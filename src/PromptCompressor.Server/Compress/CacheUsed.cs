namespace PromptCompressor.Server.Compress;

/// <summary>What the segment cache saved.</summary>
internal sealed record CacheUsed
{
    /// <summary>Segments whose scores were needed.</summary>
    public required int Segments { get; init; }

    /// <summary>Segments that needed no run of the model.</summary>
    public required int Hits { get; init; }

    /// <summary>Segments that the model ran for; equal ones of a request run once.</summary>
    public required int Misses { get; init; }
}
