using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Mcp;

/// <summary>The arguments that models are offered: those fields of <c>/v1/compress</c> that a model has a use for.</summary>
internal static class ArgumentsSchema
{
    private const string Context = "context";

    public static JsonElement Of(LimitsOptions limits)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = CompressRequest.Fields.All
                .Where(field => field.IsToolArgument)
                .ToDictionary(field => field.Name, IOpenApiSchema (field) => SchemaOf(field, limits)),
            Required = new HashSet<string> { Context },
        };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonElement.Parse(text.ToString());
    }

    private static OpenApiSchema SchemaOf(Field<CompressRequest> field, LimitsOptions limits)
    {
        var schema = new OpenApiSchema();
        field.Draw(schema, limits);

        // Models are shown less than people, in the words of JSON Schema that the APIs of all of them take.
        schema.Description = field.Summary;
        schema.Format = null;
        (schema.AnyOf, schema.OneOf) = (schema.OneOf, null);
        return schema;
    }
}
