using System.Text.Json.Serialization;

namespace PromptCompressor.Client;

/// <summary>Everything that goes over the wire, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompressRequest))]
[JsonSerializable(typeof(CompressResponse))]
[JsonSerializable(typeof(StreamLine<CompressResponse>), TypeInfoPropertyName = "CompressLine")]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(StreamLine<ExplainResponse>), TypeInfoPropertyName = "ExplainLine")]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(WarmResult))]
[JsonSerializable(typeof(SoftCompressRequest))]
[JsonSerializable(typeof(SoftCompressResponse))]
[JsonSerializable(typeof(SoftPromptRequest))]
[JsonSerializable(typeof(SoftPromptResponse))]
[JsonSerializable(typeof(OriginalPart))]
[JsonSerializable(typeof(OriginalText))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
