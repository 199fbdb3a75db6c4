using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PromptCompressor.Server.Caching.Admin;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Explain;
using PromptCompressor.Server.Health;
using PromptCompressor.Server.Info;
using PromptCompressor.Server.Mcp;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Compat;
using PromptCompressor.Server.Reference;
using PromptCompressor.Server.Soft;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server;

/// <summary>Everything that this service writes as JSON.</summary>
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(CacheResponse))]
[JsonSerializable(typeof(ClearCacheResponse))]
[JsonSerializable(typeof(CompressedContext))]
[JsonSerializable(typeof(CompressPromptRequest))]
[JsonSerializable(typeof(CompressPromptResponse))]
[JsonSerializable(typeof(CompressRequest))]
[JsonSerializable(typeof(CompressResponse))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(HeadroomErrorResponse))]
[JsonSerializable(typeof(HeadroomRequest))]
[JsonSerializable(typeof(HeadroomResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(IDictionary<string, JsonElement>))]
[JsonSerializable(typeof(InfoResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ModelsResponse))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ProxyResponse))]
[JsonSerializable(typeof(RetrieveErrorResponse))]
[JsonSerializable(typeof(RetrieveResponse))]
[JsonSerializable(typeof(SoftCompressRequest))]
[JsonSerializable(typeof(SoftCompressResponse))]
[JsonSerializable(typeof(SoftPromptRequest))]
[JsonSerializable(typeof(SoftPromptResponse))]
[JsonSerializable(typeof(StreamLine<CompressResponse>))]
[JsonSerializable(typeof(StreamLine<ExplainColumns>))]
[JsonSerializable(typeof(StreamLine<ExplainResponse>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(WarmResult))]
internal sealed partial class ServerJsonContext : JsonSerializerContext
{
    /// <summary>Text in other scripts than Latin stays readable and short: nothing here is ever put into HTML.</summary>
    public static ServerJsonContext Wire { get; } = new(MakeOptions(indented: false));

    /// <summary>For people at a terminal.</summary>
    public static ServerJsonContext Indented { get; } = new(MakeOptions(indented: true));

    private static JsonSerializerOptions MakeOptions(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
