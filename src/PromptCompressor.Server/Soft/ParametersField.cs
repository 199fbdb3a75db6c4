using System.Text.Json;
using Microsoft.OpenApi;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Soft;

/// <summary>An object whose fields go into a request to vLLM, so that each must be there once and not be made otherwise.</summary>
internal sealed class ParametersField(string name, string summary) : Field<SoftPromptRequest, JsonElement?>(name, summary)
{
    public override string Type => "object";

    protected override JsonElement? ValueOf(JsonInput source)
    {
        // Reading an object notes what is given twice; a server would take either.
        if (source.Object() is null)
        {
            return null;
        }

        foreach (var parameter in source.Value.EnumerateObject())
        {
            var field = $"{source.Path}.{JsonText.NameOf(parameter)}";
            if (!JsonText.HasName(parameter))
            {
                source.Errors.Add(field, JsonText.LoneSurrogate);
            }
            else if (VllmBody.OwnFields.Contains(JsonText.NameOf(parameter)))
            {
                source.Errors.Add(field, "is made from this request's own fields.");
            }
        }

        return source.Value;
    }

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = true;
    }
}
