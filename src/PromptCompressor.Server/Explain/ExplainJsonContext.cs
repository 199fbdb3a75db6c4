using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Explain;

/// <summary>The JSON of explanations.</summary>
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(StreamLine<ExplainColumns>))]
[JsonSerializable(typeof(StreamLine<ExplainResponse>))]
internal sealed partial class ExplainJsonContext : JsonSerializerContext
{
    public static ExplainJsonContext Wire { get; } = new(WireJson.Options());
}
