using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>Says of an object that stands in a field that there may be null in its place; the generator says so of plain types alone.</summary>
internal sealed class NullableObjects : ISchemaFilter
{
    private readonly NullabilityInfoContext _nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        foreach (var property in context.Type.GetProperties())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (schema.Properties?.TryGetValue(name, out var found) == true && found is OpenApiSchemaReference reference && IsWrittenAsNull(property))
            {
                schema.Properties[name] = new OpenApiSchema
                {
                    Description = reference.Description,
                    OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, new OpenApiSchemaReference(reference.Reference.Id!, reference.Reference.HostDocument)],
                };
            }
        }
    }

    private bool IsWrittenAsNull(PropertyInfo property) =>
        _nullability.Create(property).ReadState == NullabilityState.Nullable && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;
}
