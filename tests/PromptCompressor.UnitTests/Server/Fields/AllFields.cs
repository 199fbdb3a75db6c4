using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Llmlingua;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.UnitTests.Server.Fields;

/// <summary>A field of any request.</summary>
/// <param name="Request">The request's type.</param>
/// <param name="Name">The field.</param>
/// <param name="Summary">What stands alone.</param>
/// <param name="Schema">As drawn.</param>
/// <param name="ErrorsOf">What is wrong with a body that has nothing but this field with a value.</param>
internal sealed record AnyField(string Request, string Name, string Summary, JsonObject Schema, Func<string, IReadOnlyDictionary<string, string[]>> ErrorsOf);

/// <summary>Every field of every request that has a table, under limits so low that they can be passed.</summary>
internal static class AllFields
{
    private static readonly LimitsOptions Limits = new() { Contexts = 3, BatchItems = 2, QuestionLength = 5, ForceTokens = 2, ForceTokenLength = 6, ProtectEntries = 2 };

    public static IReadOnlyList<AnyField> List { get; } =
    [
        .. Of(CompressRequest.Fields), .. Of(BatchRequest.Fields), .. Of(CompressPromptRequest.Fields), .. Of(SoftCompressRequest.Fields), .. Of(SoftPromptRequest.Fields),
    ];

    private static IEnumerable<AnyField> Of<TRequest>(RequestFields<TRequest> fields) => fields.All.Select(field =>
        new AnyField(typeof(TRequest).Name, field.Name, field.Summary, SchemaOf(field), value => ErrorsOf(fields, field, value)));

    private static JsonObject SchemaOf<TRequest>(Field<TRequest> field)
    {
        var schema = new OpenApiSchema();
        field.Draw(schema, Limits);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonNode.Parse(text.ToString())!.AsObject();
    }

    private static IReadOnlyDictionary<string, string[]> ErrorsOf<TRequest>(RequestFields<TRequest> fields, Field<TRequest> field, string value)
    {
        var errors = new FieldErrors();
        using var body = JsonDocument.Parse($"{{ \"{field.Name}\": {value} }}");
        foreach (var error in field.Check(fields.Read(body.RootElement, errors), Limits))
        {
            errors.AddIfRight(error);
        }

        try
        {
            errors.ThrowIfAny();
            return new Dictionary<string, string[]>();
        }
        catch (InvalidRequestException e)
        {
            return e.Errors;
        }
    }
}
