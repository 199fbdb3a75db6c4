using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The JSON of Headroom's contract.</summary>
[JsonSerializable(typeof(HeadroomErrorResponse))]
[JsonSerializable(typeof(HeadroomRequest))]
[JsonSerializable(typeof(HeadroomResponse))]
[JsonSerializable(typeof(RetrieveErrorResponse))]
[JsonSerializable(typeof(RetrieveResponse))]
internal sealed partial class HeadroomJsonContext : JsonSerializerContext
{
    public static HeadroomJsonContext Wire { get; } = new(WireJson.Options());
}
