using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>The JSON of the cache routes.</summary>
[JsonSerializable(typeof(CacheResponse))]
[JsonSerializable(typeof(ClearCacheResponse))]
[JsonSerializable(typeof(WarmResult))]
internal sealed partial class CacheJsonContext : JsonSerializerContext
{
    public static CacheJsonContext Wire { get; } = new(WireJson.Options());
}
