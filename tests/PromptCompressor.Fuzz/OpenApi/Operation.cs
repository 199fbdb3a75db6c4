using System.Text.Json.Nodes;

namespace PromptCompressor.Fuzz.OpenApi;

/// <summary>One method of one address of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Source)
{
    public string Name => $"{Method} {Path}";

    /// <summary>Null for one without a body.</summary>
    public string? BodyType => Source["requestBody"]?["content"]?.AsObject().First().Key;

    public JsonNode? BodySchema => Source["requestBody"]?["content"]?[BodyType!]?["schema"];

    public IEnumerable<JsonNode?> Examples => Source["requestBody"]?["content"]?[BodyType!]?["examples"]?.AsObject().Select(example => example.Value!["value"]) ?? [];

    /// <summary>Null where the document knows no such status.</summary>
    public JsonObject? Response(int status) => Source["responses"]![$"{status}"]?.AsObject();

    public static List<Operation> Of(JsonObject document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, operation) => new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()))];
}
