using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Soft;

/// <summary>The JSON of soft compression.</summary>
[JsonSerializable(typeof(SoftCompressRequest))]
[JsonSerializable(typeof(SoftCompressResponse))]
[JsonSerializable(typeof(SoftPromptRequest))]
[JsonSerializable(typeof(SoftPromptResponse))]
internal sealed partial class SoftJsonContext : JsonSerializerContext
{
    public static SoftJsonContext Wire { get; } = new(WireJson.Options());
}
