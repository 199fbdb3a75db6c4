using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

internal sealed class TextField<TRequest>(string name, string summary) : Field<TRequest, string>(name, summary)
{
    /// <summary>Most characters, where that is a setting.</summary>
    public Limit? Most { get; init; }

    /// <summary>Least and most characters, where they are fixed.</summary>
    public (int Least, int Most)? Length { get; init; }

    public override string Type => "text";

    public override string BoundsIn(LimitsOptions limits) =>
        Most is not null ? $"at most {Most.In(limits)} characters ({Most.Name})"
        : Length is { } length ? $"{length.Least} to {length.Most} characters"
        : "";

    protected override string? ValueOf(JsonInput source) => source.Text();

    protected override IEnumerable<FieldError> Check(string value, LimitsOptions limits)
    {
        if (Most?.Complaint(value.Length, "characters", limits) is { } complaint)
        {
            yield return new FieldError(Name, complaint);
        }
        else if (Length is { } length && (value.Length < length.Least || value.Length > length.Most))
        {
            yield return new FieldError(Name, $"must have {length.Least} to {length.Most} characters.");
        }
    }

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.String;
        schema.MinLength = Length?.Least;
        schema.MaxLength = Length?.Most ?? Most?.In(limits);
    }

    protected override JsonNode? JsonOf(string value) => JsonValue.Create(value);
}

/// <summary>One of a few names.</summary>
internal sealed class ChoiceField<TRequest>(string name, string summary, IReadOnlyList<string> choices)
    : Field<TRequest, string>(name, summary)
{
    /// <summary>What it must be; goes on after the field's name.</summary>
    public string Must { get; init; } =
        choices is [var one, var other] ? $"must be '{one}' or '{other}'." : $"must be one of: {string.Join(", ", choices)}.";

    /// <summary>Whether there can be further names, which are checked where they are looked up.</summary>
    public bool IsOpen { get; init; }

    public override string Type => string.Join(" or ", choices.Select(choice => $"`{choice}`"));

    protected override string? ValueOf(JsonInput source) => source.Text();

    protected override IEnumerable<FieldError> Check(string value, LimitsOptions limits) =>
        IsOpen || choices.Contains(value) ? [] : [new FieldError(Name, Must)];

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. choices.Select(choice => JsonValue.Create(choice))];
    }

    protected override JsonNode? JsonOf(string value) => JsonValue.Create(value);
}
