using System.Text.Json;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Compress;

/// <summary>A list of requests; each is answered by itself.</summary>
internal sealed record BatchRequest
{
    public IReadOnlyList<JsonElement>? Items { get; init; }

    public static RequestFields<BatchRequest> Fields { get; } = new(
        new BatchRequest(),
        [
            new ItemsField("items", "Requests, each as for `/v1/compress`.")
            {
                Missing = "is required.",
                Get = request => request.Items,
                Set = (request, value) => request with { Items = value },
            },
        ]);

    private sealed class ItemsField(string name, string summary) : Field<BatchRequest, IReadOnlyList<JsonElement>>(name, summary)
    {
        public override string Type => "list of requests";

        public override string BoundsIn(LimitsOptions limits) => $"1 to {Limit.BatchItems.In(limits)} ({Limit.BatchItems.Name})";

        protected override IReadOnlyList<JsonElement>? ValueOf(JsonInput source) => source.List(item => item.Value, "a list");

        protected override IEnumerable<FieldError> Check(IReadOnlyList<JsonElement> value, LimitsOptions limits)
        {
            var (count, most) = (value.Count, Limit.BatchItems.In(limits));
            return count == 0 || count > most
                ? [new FieldError(Name, $"has {count} entries, and must have from 1 to {most} ({Limit.BatchItems.Name}).")]
                : [];
        }

        protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
        {
            schema.Type = JsonSchemaType.Array;
            schema.MinItems = 1;
            schema.MaxItems = Limit.BatchItems.In(limits);
        }
    }
}
