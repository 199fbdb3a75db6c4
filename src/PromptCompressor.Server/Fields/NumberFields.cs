using System.Globalization;
using System.Numerics;
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

/// <summary>A number, whole or not, that may have bounds.</summary>
internal abstract class RangedField<TRequest, TNumber>(string name, string summary) : Field<TRequest, TNumber?>(name, summary)
    where TNumber : struct, INumber<TNumber>
{
    public NumberRange? Range { get; init; }

    public override string BoundsIn(LimitsOptions limits) => Range?.ToString() ?? "";

    protected override IEnumerable<FieldError> Check(TNumber? value, LimitsOptions limits) =>
        Range?.Contains(double.CreateChecked(value!.Value)) == false ? [new FieldError(Name, Range.Must)] : [];

    protected void DrawType(OpenApiSchema schema, JsonSchemaType type, string format)
    {
        schema.Type = type;
        schema.Format = format;
        Range?.Draw(schema);
    }
}

internal sealed class NumberField<TRequest>(string name, string summary) : RangedField<TRequest, double>(name, summary)
{
    public override string Type => "number";

    protected override double? ValueOf(JsonInput source) => source.Number();

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits) => DrawType(schema, JsonSchemaType.Number, "double");

    protected override JsonNode? JsonOf(double? value) => JsonValue.Create(value);
}

internal sealed class WholeField<TRequest>(string name, string summary) : RangedField<TRequest, int>(name, summary)
{
    public override string Type => "whole number";

    protected override int? ValueOf(JsonInput source) => source.Whole();

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits) => DrawType(schema, JsonSchemaType.Integer, "int32");

    protected override JsonNode? JsonOf(int? value) => JsonValue.Create(value);
}
