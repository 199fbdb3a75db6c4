using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

internal sealed class FlagField<TRequest>(string name, string summary) : Field<TRequest, bool?>(name, summary)
{
    public override string Type => "true or false";

    protected override bool? ValueOf(JsonInput source) => source.Flag();

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits) => schema.Type = JsonSchemaType.Boolean;

    protected override JsonNode? JsonOf(bool? value) => JsonValue.Create(value);
}
