using System.Text.Json;
using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Compress;

/// <summary>The JSON of compression requests and responses.</summary>
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(CompressRequest))]
[JsonSerializable(typeof(CompressResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(StreamLine<CompressResponse>))]
[JsonSerializable(typeof(string))]
internal sealed partial class CompressJsonContext : JsonSerializerContext
{
    public static CompressJsonContext Wire { get; } = new(WireJson.Options());

    /// <summary>For people at a terminal.</summary>
    public static CompressJsonContext Indented { get; } = new(WireJson.Options(indented: true));
}
