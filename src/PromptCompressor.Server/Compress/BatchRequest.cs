using System.Text.Json;

namespace PromptCompressor.Server.Compress;

/// <summary>Requests that are answered each by itself.</summary>
internal sealed record BatchRequest
{
    /// <summary>At least one request, each as for <c>/v1/compress</c>.</summary>
    public required IReadOnlyList<JsonElement> Items { get; init; }
}
