using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Proxy.Audit;

namespace PromptCompressor.Server.Proxy;

/// <summary>The JSON of the sidecar's figures.</summary>
[JsonSerializable(typeof(ProxyResponse))]
internal sealed partial class ProxyJsonContext : JsonSerializerContext
{
    public static ProxyJsonContext Wire { get; } = new(WireJson.Options());
}
