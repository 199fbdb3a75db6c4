using System.Text.Json.Serialization;

namespace PromptCompressor.Client;

/// <summary>Everything that goes over the wire, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompressRequest))]
[JsonSerializable(typeof(CompressResponse))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;

internal sealed record ModelList
{
    public required IReadOnlyList<CompressionModel> Models { get; init; }
}

/// <summary>Problem details as in RFC 9457, with the service's <c>code</c>.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public string? Code { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
