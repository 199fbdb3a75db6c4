using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Llmlingua;
using PromptCompressor.Server.Soft;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>
/// Says what .NET types cannot: what the fields of requests must be and mean, and the shapes of JSON that is handed on as it is.
/// </summary>
internal sealed class RequestSchemas(IOptions<LimitsOptions> limits) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
        {
            return;
        }

        // Responses may grow fields, and clients made from the document must bear it.
        target.AdditionalPropertiesAllowed = true;
        if (context.Type == typeof(CompressRequest))
        {
            Draw(target, CompressRequest.Fields);
        }
        else if (context.Type == typeof(BatchRequest))
        {
            Draw(target, BatchRequest.Fields);
            Property(target, "items").Items = context.SchemaGenerator.GenerateSchema(typeof(CompressRequest), context.SchemaRepository);
        }
        else if (context.Type == typeof(CompressPromptRequest))
        {
            Draw(target, CompressPromptRequest.Fields);
        }
        else if (context.Type == typeof(SoftCompressRequest))
        {
            Draw(target, SoftCompressRequest.Fields);
        }
        else if (context.Type == typeof(SoftPromptRequest))
        {
            Draw(target, SoftPromptRequest.Fields);
        }
        else if (context.Type == typeof(ChatMessage))
        {
            DescribeContent(Property(target, "content"));
        }
        else if (context.Type == typeof(CompressResponse))
        {
            Property(target, "messages").Items = context.SchemaGenerator.GenerateSchema(typeof(ChatMessage), context.SchemaRepository);
        }
        else if (context.Type == typeof(SoftCompressResponse))
        {
            target.Properties!["input_embeds"] = new OpenApiSchema
            {
                Description = target.Properties["input_embeds"].Description,
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Number } },
            };
        }
    }

    private void Draw<TRequest>(OpenApiSchema request, RequestFields<TRequest> fields)
    {
        request.AdditionalPropertiesAllowed = false;
        request.Required = null;
        foreach (var field in fields.All)
        {
            var property = Property(request, field.Name);
            field.Draw(property, limits.Value);
            property.Description = field.Description;
            if (field.Missing is not null)
            {
                (request.Required ??= new HashSet<string>()).Add(field.Name);
            }
            else if (property.Type is { } type and not JsonSchemaType.Object)
            {
                property.Type = type | JsonSchemaType.Null;
            }
        }
    }

    private static void DescribeContent(OpenApiSchema content) => content.OneOf =
    [
        new OpenApiSchema { Type = JsonSchemaType.String },
        new OpenApiSchema { Type = JsonSchemaType.Null },
        new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true } },
    ];

    private static OpenApiSchema Property(OpenApiSchema owner, string name) => (OpenApiSchema)owner.Properties![name];
}
