using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

internal sealed class TextsField<TRequest>(string name, string summary) : Field<TRequest, IReadOnlyList<string>>(name, summary)
{
    /// <summary>Most entries; null for any number.</summary>
    public Limit? Most { get; init; }

    /// <summary>Most characters of an entry, which then must have one at least; null for any text.</summary>
    public Limit? EntryLength { get; init; }

    public override string Type => "list of texts";

    public override string BoundsIn(LimitsOptions limits) => string.Join(", ", new[]
    {
        Most is null ? "" : $"at most {Most.In(limits)} ({Most.Name})",
        EntryLength is null ? "" : $"each of 1 to {EntryLength.In(limits)} characters ({EntryLength.Name})",
    }.Where(bound => bound.Length > 0));

    protected override IReadOnlyList<string>? ValueOf(JsonInput source) => source.Texts();

    protected override IEnumerable<FieldError> Check(IReadOnlyList<string> value, LimitsOptions limits)
    {
        if (Most?.Complaint(value.Count, "entries", limits) is { } complaint)
        {
            return [new FieldError(Name, complaint)];
        }

        return EntryLength is null ? [] : value.SelectMany((entry, i) => CheckEntry(entry, $"{Name}[{i}]", EntryLength, limits));
    }

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Array;
        schema.MaxItems = Most?.In(limits);
        schema.Items = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = EntryLength is null ? null : 1,
            MaxLength = EntryLength?.In(limits),
        };
    }

    protected override JsonNode? JsonOf(IReadOnlyList<string> value) => new JsonArray([.. value.Select(text => JsonValue.Create(text))]);

    private static IEnumerable<FieldError> CheckEntry(string entry, string path, Limit length, LimitsOptions limits)
    {
        if (entry.Length == 0)
        {
            yield return new FieldError(path, "must not be empty.");
        }
        else if (length.Complaint(entry.Length, "characters", limits) is { } complaint)
        {
            yield return new FieldError(path, complaint);
        }
    }
}

/// <summary>A text, or a list of one or more.</summary>
internal sealed class TextOrTextsField<TRequest>(string name, string summary) : Field<TRequest, IReadOnlyList<string>>(name, summary)
{
    private const string Expected = "a string or a list of strings";

    public required Limit Most { get; init; }

    public override string Type => "text or list of texts";

    public override string BoundsIn(LimitsOptions limits) => $"1 to {Most.In(limits)} texts ({Most.Name})";

    protected override IReadOnlyList<string>? ValueOf(JsonInput source) =>
        source.Value.ValueKind == JsonValueKind.Array ? source.Texts(Expected)
        : source.Text(Expected) is { } text ? [text]
        : null;

    protected override IEnumerable<FieldError> Check(IReadOnlyList<string> value, LimitsOptions limits) =>
        value.Count == 0 ? [new FieldError(Name, "must not be an empty list.")]
        : Most.Complaint(value.Count, "texts", limits) is { } complaint ? [new FieldError(Name, complaint)]
        : [];

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Type = null;
        schema.Items = null;
        schema.OneOf = [text, new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, MinItems = 1, MaxItems = Most.In(limits) }];
    }
}

internal sealed class WholesField<TRequest>(string name, string summary) : Field<TRequest, IReadOnlyList<int>>(name, summary)
{
    public override string Type => "list of whole numbers";

    protected override IReadOnlyList<int>? ValueOf(JsonInput source) => source.List(item => item.Whole() ?? 0, "a list of whole numbers");

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Array;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" };
    }

    protected override JsonNode? JsonOf(IReadOnlyList<int> value) => new JsonArray([.. value.Select(number => JsonValue.Create(number))]);
}
