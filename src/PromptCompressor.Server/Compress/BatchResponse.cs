using System.Text.Json.Serialization;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The answers to a batch.</summary>
internal sealed record BatchResponse
{
    /// <summary>One answer for each item, in the order of the items.</summary>
    public required IReadOnlyList<BatchItem> Items { get; init; }
}

/// <summary>The answer to one item of a batch: what <c>/v1/compress</c> would have answered to it alone.</summary>
internal sealed record BatchItem
{
    /// <summary>The HTTP status that the item would have had as a request of its own.</summary>
    public required int Status { get; init; }

    /// <summary>The response, if the status is 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompressResponse? Result { get; init; }

    /// <summary>The problem, if the status is not 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Error { get; init; }
}
