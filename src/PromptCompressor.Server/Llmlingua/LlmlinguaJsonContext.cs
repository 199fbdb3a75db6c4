using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Llmlingua;

/// <summary>The JSON of the route that answers as LLMLingua does.</summary>
[JsonSerializable(typeof(CompressPromptRequest))]
[JsonSerializable(typeof(CompressPromptResponse))]
internal sealed partial class LlmlinguaJsonContext : JsonSerializerContext
{
    public static LlmlinguaJsonContext Wire { get; } = new(WireJson.Options());
}
