using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Health;

/// <summary>The JSON of the probes.</summary>
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class HealthJsonContext : JsonSerializerContext
{
    public static HealthJsonContext Wire { get; } = new(WireJson.Options());
}
