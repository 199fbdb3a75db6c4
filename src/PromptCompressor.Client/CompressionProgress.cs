namespace PromptCompressor.Client;

/// <summary>How far the work on a request is.</summary>
public sealed record CompressionProgress
{
    /// <summary>Segments that are scored or were in the cache.</summary>
    public required int Done { get; init; }

    /// <summary>All segments of the request; it may grow while messages are begun one after the other.</summary>
    public required int Total { get; init; }
}

/// <summary>A line of a streamed answer, with exactly one of its fields.</summary>
internal sealed record StreamLine<T>
    where T : class
{
    public CompressionProgress? Progress { get; init; }

    public T? Result { get; init; }

    public Problem? Error { get; init; }
}
