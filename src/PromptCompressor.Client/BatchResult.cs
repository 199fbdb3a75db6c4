namespace PromptCompressor.Client;

/// <summary>The answer to one request of a batch: either <see cref="Result"/> or <see cref="Error"/>.</summary>
public sealed record BatchResult
{
    /// <summary>The HTTP status that the request would have had by itself.</summary>
    public required int Status { get; init; }

    /// <summary>The answer, if the status is 200.</summary>
    public CompressResponse? Result { get; init; }

    /// <summary>What is wrong, if not.</summary>
    public Problem? Error { get; init; }
}

internal sealed record BatchRequest(IReadOnlyList<CompressRequest> Items);

internal sealed record BatchResponse
{
    public required IReadOnlyList<BatchResult> Items { get; init; }
}
