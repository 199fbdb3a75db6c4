using System.Text.Encodings.Web;
using System.Text.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

/// <summary>A request's fields as a table in Markdown.</summary>
internal static class FieldsTable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Markdown<TRequest>(RequestFields<TRequest> fields, LimitsOptions limits) =>
        "| field | type | default | meaning |\n|---|---|---|---|\n" + string.Concat(fields.All.Select(field => RowOf(field, limits)));

    private static string RowOf<TRequest>(Field<TRequest> field, LimitsOptions limits)
    {
        var type = field.BoundsIn(limits) is { Length: > 0 } bounds ? $"{field.Type}: {bounds}" : field.Type;
        var preset = field.Missing is not null ? "required" : field.DefaultJson is { } value ? $"`{value.ToJsonString(Json)}`" : "none";
        var example = field.ExampleJson is { } shown ? $" Such as `{shown.ToJsonString(Json)}`." : "";
        return $"| `{field.Name}` | {Cell(type)} | {Cell(preset)} | {Cell(field.Description + example)} |\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
