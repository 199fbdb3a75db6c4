using System.Text.Json;
using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Json;

/// <summary>Strings, and JSON that passes through as it is.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonTextContext : JsonSerializerContext
{
    public static JsonTextContext Wire { get; } = new(WireJson.Options());
}
