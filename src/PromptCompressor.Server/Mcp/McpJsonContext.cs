using System.Text.Json;
using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Mcp;

/// <summary>The JSON of tool calls and their results.</summary>
[JsonSerializable(typeof(CompressedContext))]
[JsonSerializable(typeof(IDictionary<string, JsonElement>))]
internal sealed partial class McpJsonContext : JsonSerializerContext
{
    public static McpJsonContext Wire { get; } = new(WireJson.Options());
}
