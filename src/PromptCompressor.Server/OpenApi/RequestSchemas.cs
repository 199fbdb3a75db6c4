using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Reference;
using PromptCompressor.Server.Soft;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>Says what .NET types cannot: requests are read by hand, and their limits are settings.</summary>
internal sealed class RequestSchemas(IOptions<LimitsOptions> limits) : ISchemaFilter
{
    private static readonly Type[] Requests = [typeof(CompressRequest), typeof(BatchRequest), typeof(CompressPromptRequest), typeof(SoftCompressRequest), typeof(SoftPromptRequest)];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
        {
            return;
        }

        // Requests are strict; responses may grow fields, and clients made from the document must bear it.
        target.AdditionalPropertiesAllowed = !Requests.Contains(context.Type);
        if (context.Type == typeof(CompressRequest))
        {
            DescribeRequest(target);
        }
        else if (context.Type == typeof(CompressPromptRequest))
        {
            DescribeReferenceRequest(target);
        }
        else if (context.Type == typeof(SoftCompressRequest))
        {
            DescribeSoftRequest(target);
            Property(target, "format").Enum = [.. PayloadFormat.All.Select(format => JsonValue.Create(format.Name))];
            Property(target, "format").Default = JsonValue.Create(PayloadFormat.Torch.Name);
            Property(target, "return_data").Default = JsonValue.Create(true);
            Property(target, "return_segments").Default = JsonValue.Create(true);
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
        else if (context.Type == typeof(SoftPromptRequest))
        {
            DescribeSoftRequest(target);
            Property(target, "route").Enum = [JsonValue.Create(SoftPromptService.Chat), JsonValue.Create(SoftPromptService.Completions)];
            Property(target, "route").Default = JsonValue.Create(SoftPromptService.Chat);
            target.Properties!["parameters"] = new OpenApiSchema
            {
                Description = target.Properties["parameters"].Description,
                Type = JsonSchemaType.Object,
                AdditionalPropertiesAllowed = true,
            };
            foreach (var text in new[] { "system", "instruction", "question" })
            {
                Property(target, text).MaxLength = limits.Value.QuestionLength;
            }
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
        DescribeContext(request);
        DescribeForceTokens(request, limits.Value.ForceTokens);
        Property(request, "messages").MinItems = 1;
        Property(request, "messages").MaxItems = limits.Value.Contexts;
        Property(request, "question").MaxLength = limits.Value.QuestionLength;
        foreach (var share in new[] { "rate", "context_level_rate" })
        {
            Property(request, share).ExclusiveMinimum = "0";
            Property(request, share).Maximum = "1";
        }

        foreach (var count in new[] { "target_token", "target_context", "context_level_target_token" })
        {
            Property(request, count).Minimum = "1";
        }

        Property(request, "min_score").Minimum = "0";
        Property(request, "min_score").Maximum = "1";
        Property(request, "min_score").Default = JsonValue.Create(0);
        Property(request, "tokenizer").Default = JsonValue.Create(CompressPlanner.DefaultTokenizer);
        Property(request, "mode").Enum = [JsonValue.Create(RequestChecks.NativeMode), JsonValue.Create(RequestChecks.ReferenceMode)];
        Property(request, "mode").Default = JsonValue.Create(RequestChecks.NativeMode);
        Property(request, "protect").MaxItems = limits.Value.ProtectEntries;
        Property(request, "use_tags").Default = JsonValue.Create(true);
        foreach (var flag in new[] { "concate_question", "use_context_level_filter", "force_reserve_digit", "drop_consecutive", "return_spans", "return_word_label" })
        {
            Property(request, flag).Default = JsonValue.Create(false);
        }
    }

    private void DescribeReferenceRequest(OpenApiSchema request)
    {
        var defaults = new LlmlinguaRequest { Contexts = [], Counter = null! };
        DescribeContext(request);
        DescribeForceTokens(request, Math.Min(limits.Value.ForceTokens, LlmlinguaRequest.MaxForceTokens));
        Default("rate", defaults.RateOrDefault);
        Default("target_token", defaults.TargetToken);
        Default("use_context_level_filter", true);
        Default("use_token_level_filter", defaults.UseTokenLevelFilter);
        Default("target_context", defaults.TargetContext);
        Default("context_level_rate", defaults.ContextLevelRate);
        Default("context_level_target_token", defaults.ContextLevelTargetToken);
        Default("return_word_label", defaults.ReturnWordLabel);
        Default("word_sep", defaults.WordSep);
        Default("label_sep", defaults.LabelSep);
        Default("token_to_word", "mean");
        Default("force_reserve_digit", defaults.ForceReserveDigit);
        Default("drop_consecutive", defaults.DropConsecutive);
        Property(request, "token_to_word").Enum = ["mean", "first"];
        Property(request, "chunk_end_tokens").Default = new JsonArray([.. defaults.ChunkEndTokens.Select(end => JsonValue.Create(end))]);

        void Default(string name, JsonNode value) => Property(request, name).Default = value;
    }

    private void DescribeSoftRequest(OpenApiSchema request)
    {
        DescribeContext(request);
        Property(request, "dtype").Enum = [.. EmbeddingTypes.Names.Select(name => JsonValue.Create(name))];
        Property(request, "exact").MaxItems = limits.Value.ProtectEntries;
    }

    private void DescribeContext(OpenApiSchema request)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        request.Properties!["context"] = new OpenApiSchema
        {
            Description = request.Properties["context"].Description,
            OneOf = [text, new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, MinItems = 1, MaxItems = limits.Value.Contexts }],
        };
    }

    private void DescribeForceTokens(OpenApiSchema request, int most)
    {
        Property(request, "force_tokens").MaxItems = most;
        Property(request, "force_tokens").Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = limits.Value.ForceTokenLength };
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
