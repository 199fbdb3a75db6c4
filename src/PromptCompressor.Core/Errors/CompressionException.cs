namespace PromptCompressor.Core.Errors;

/// <summary>A request that cannot be answered, with the kind that decides its status. Messages never hold prompt text.</summary>
public sealed class CompressionException(CompressionErrorKind kind, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public CompressionErrorKind Kind { get; } = kind;

    /// <summary>When trying again makes sense, if that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

public enum CompressionErrorKind
{
    /// <summary>The request is well formed but a value in it is not acceptable.</summary>
    Invalid,

    /// <summary>More text than the service is set to take.</summary>
    TooLarge,

    /// <summary>No room now; try again later.</summary>
    Overloaded,

    /// <summary>The model failed.</summary>
    Model,

    /// <summary>Still starting, or already stopping.</summary>
    NotReady,
}
