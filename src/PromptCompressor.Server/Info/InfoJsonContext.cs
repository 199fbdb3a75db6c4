using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Info;

/// <summary>The JSON of the routes that describe the service.</summary>
[JsonSerializable(typeof(InfoResponse))]
[JsonSerializable(typeof(ModelsResponse))]
internal sealed partial class InfoJsonContext : JsonSerializerContext
{
    public static InfoJsonContext Wire { get; } = new(WireJson.Options());
}
