using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

/// <summary>What a number must be: at least, or above, one bound, and at most another.</summary>
internal sealed record NumberRange(double? Least = null, double? Above = null, double? Most = null)
{
    /// <summary>Goes on after the field's name.</summary>
    public string Must => (Above, Least, Most) switch
    {
        ({ } above, _, { } most) => $"must be greater than {Text(above)} and at most {Text(most)}.",
        (_, { } least, { } most) => $"must be from {Text(least)} to {Text(most)}.",
        _ => $"must be at least {Text(Least ?? 0)}.",
    };

    public bool Contains(double value) => !double.IsNaN(value) && !(value < Least) && !(value <= Above) && !(value > Most);

    public void Draw(OpenApiSchema schema)
    {
        schema.Minimum = Least is { } least ? Text(least) : null;
        schema.ExclusiveMinimum = Above is { } above ? Text(above) : null;
        schema.Maximum = Most is { } most ? Text(most) : null;
    }

    public override string ToString() => (Above, Least, Most) switch
    {
        ({ } above, _, { } most) => $"above {Text(above)}, at most {Text(most)}",
        (_, { } least, { } most) => $"{Text(least)} to {Text(most)}",
        _ => $"at least {Text(Least ?? 0)}",
    };

    private static string Text(double bound) => bound.ToString(CultureInfo.InvariantCulture);
}

internal sealed class NumberField<TRequest>(string name, string summary) : Field<TRequest, double?>(name, summary)
{
    public NumberRange? Range { get; init; }

    public override string Type => "number";

    public override string BoundsIn(LimitsOptions limits) => Range?.ToString() ?? "";

    protected override double? ValueOf(JsonInput source) => source.Number();

    protected override IEnumerable<FieldError> Check(double? value, LimitsOptions limits) =>
        Range?.Contains(value!.Value) == false ? [new FieldError(Name, Range.Must)] : [];

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Number;
        schema.Format = "double";
        Range?.Draw(schema);
    }

    protected override JsonNode? JsonOf(double? value) => JsonValue.Create(value);
}

internal sealed class WholeField<TRequest>(string name, string summary) : Field<TRequest, int?>(name, summary)
{
    public NumberRange? Range { get; init; }

    public override string Type => "whole number";

    public override string BoundsIn(LimitsOptions limits) => Range?.ToString() ?? "";

    protected override int? ValueOf(JsonInput source) => source.Whole();

    protected override IEnumerable<FieldError> Check(int? value, LimitsOptions limits) =>
        Range?.Contains(value!.Value) == false ? [new FieldError(Name, Range.Must)] : [];

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Integer;
        schema.Format = "int32";
        Range?.Draw(schema);
    }

    protected override JsonNode? JsonOf(int? value) => JsonValue.Create(value);
}
