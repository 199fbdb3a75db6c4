using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Limits;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>Says what .NET types cannot: requests are read by hand, and their limits are settings.</summary>
internal sealed class RequestSchemas(IOptions<LimitsOptions> limits) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
        {
            return;
        }

        if (context.Type == typeof(CompressRequest))
        {
            DescribeRequest(target);
        }
        else if (context.Type == typeof(ChatMessage))
        {
            DescribeMessage(target);
        }
        else if (context.Type == typeof(BatchRequest))
        {
            target.AdditionalPropertiesAllowed = false;
            target.Properties!["items"] = List(context.SchemaGenerator.GenerateSchema(typeof(CompressRequest), context.SchemaRepository), limits.Value.BatchItems, target, "items");
        }
        else if (context.Type == typeof(RawJson))
        {
            target.Type = JsonSchemaType.Object;
            target.Properties = null;
            target.Required = null;
            target.AdditionalPropertiesAllowed = true;
        }
    }

    private void DescribeRequest(OpenApiSchema request)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        request.AdditionalPropertiesAllowed = false;
        request.Properties!["context"] = new OpenApiSchema
        {
            Description = request.Properties["context"].Description,
            OneOf = [text, List(text, limits.Value.Contexts, request, "context")],
        };
        Property("messages").MinItems = 1;
        Property("messages").MaxItems = limits.Value.Contexts;
        Property("rate").ExclusiveMinimum = "0";
        Property("rate").Maximum = "1";
        Property("target_token").Minimum = "1";
        Property("min_score").Minimum = "0";
        Property("min_score").Maximum = "1";
        Property("min_score").Default = JsonValue.Create(0);
        Property("tokenizer").Default = JsonValue.Create(CompressPlanner.DefaultTokenizer);
        Property("mode").Enum = [JsonValue.Create(CompressPlanner.NativeMode)];
        Property("mode").Default = JsonValue.Create(CompressPlanner.NativeMode);
        Property("force_tokens").MaxItems = limits.Value.ForceTokens;
        Property("force_tokens").Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = limits.Value.ForceTokenLength };
        Property("protect").MaxItems = limits.Value.ProtectEntries;
        foreach (var flag in new[] { "force_reserve_digit", "drop_consecutive", "return_spans", "return_word_label" })
        {
            Property(flag).Default = JsonValue.Create(false);
        }

        OpenApiSchema Property(string name) => (OpenApiSchema)request.Properties[name];
    }

    private static void DescribeMessage(OpenApiSchema message)
    {
        message.AdditionalPropertiesAllowed = true;
        message.Properties!["content"] = new OpenApiSchema
        {
            Description = message.Properties["content"].Description,
            OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String },
                new OpenApiSchema { Type = JsonSchemaType.Null },
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true } },
            ],
        };
    }

    private static OpenApiSchema List(IOpenApiSchema item, int most, OpenApiSchema owner, string property) => new()
    {
        Description = owner.Properties![property].Description,
        Type = JsonSchemaType.Array,
        Items = item,
        MinItems = 1,
        MaxItems = most,
    };
}
