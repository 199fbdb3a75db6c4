using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Errors;

/// <summary>The JSON of problems.</summary>
[JsonSerializable(typeof(Problem))]
internal sealed partial class ErrorsJsonContext : JsonSerializerContext
{
    public static ErrorsJsonContext Wire { get; } = new(WireJson.Options());
}
