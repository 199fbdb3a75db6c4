using System.Text.Json.Serialization;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The answers to a batch.</summary>
internal sealed record BatchResponse
{
    /// <summary>One for each item, in order.</summary>
    public required IReadOnlyList<BatchItem> Items { get; init; }
}

/// <summary>The answer to one item of a batch: what <c>/v1/compress</c> would have said to it alone.</summary>
internal sealed record BatchItem
{
    /// <summary>The HTTP status it would have had.</summary>
    public required int Status { get; init; }

    /// <summary>The response, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompressResponse? Result { get; init; }

    /// <summary>The problem, if not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}
