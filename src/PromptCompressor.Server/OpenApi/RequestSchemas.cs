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

        // Requests are strict; responses may grow fields, and clients made from the document must bear it.
        target.AdditionalPropertiesAllowed = context.Type != typeof(CompressRequest) && context.Type != typeof(BatchRequest);
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
            Property(target, "items").MinItems = 1;
            Property(target, "items").MaxItems = limits.Value.BatchItems;
            Property(target, "items").Items = context.SchemaGenerator.GenerateSchema(typeof(CompressRequest), context.SchemaRepository);
        }
        else if (context.Type == typeof(CompressResponse))
        {
            Property(target, "messages").Items = context.SchemaGenerator.GenerateSchema(typeof(ChatMessage), context.SchemaRepository);
        }
    }

    private void DescribeRequest(OpenApiSchema request)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        request.Properties!["context"] = new OpenApiSchema
        {
            Description = request.Properties["context"].Description,
            OneOf = [text, new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, MinItems = 1, MaxItems = limits.Value.Contexts }],
        };
        Property(request, "messages").MinItems = 1;
        Property(request, "messages").MaxItems = limits.Value.Contexts;
        Property(request, "question").MaxLength = limits.Value.QuestionLength;
        Property(request, "rate").ExclusiveMinimum = "0";
        Property(request, "rate").Maximum = "1";
        Property(request, "target_token").Minimum = "1";
        Property(request, "min_score").Minimum = "0";
        Property(request, "min_score").Maximum = "1";
        Property(request, "min_score").Default = JsonValue.Create(0);
        Property(request, "tokenizer").Default = JsonValue.Create(CompressPlanner.DefaultTokenizer);
        Property(request, "mode").Enum = [JsonValue.Create(RequestChecks.NativeMode)];
        Property(request, "mode").Default = JsonValue.Create(RequestChecks.NativeMode);
        Property(request, "force_tokens").MaxItems = limits.Value.ForceTokens;
        Property(request, "force_tokens").Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = limits.Value.ForceTokenLength };
        Property(request, "protect").MaxItems = limits.Value.ProtectEntries;
        Property(request, "use_tags").Default = JsonValue.Create(true);
        foreach (var flag in new[] { "force_reserve_digit", "drop_consecutive", "return_spans", "return_word_label" })
        {
            Property(request, flag).Default = JsonValue.Create(false);
        }
    }

    private static void DescribeMessage(OpenApiSchema message)
    {
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

    private static OpenApiSchema Property(OpenApiSchema owner, string name) => (OpenApiSchema)owner.Properties![name];
}
