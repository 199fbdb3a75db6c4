using System.Text.Json;
using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Soft;

/// <summary>From JSON to requests: names and types.</summary>
internal static class SoftRequestReader
{
    public static SoftCompressRequest ReadCompress(JsonElement source, FieldErrors errors)
    {
        if (FieldsOf(source, errors) is not { } fields)
        {
            return new SoftCompressRequest();
        }

        var request = new SoftCompressRequest
        {
            Context = fields.TextOrTexts("context"),
            Model = fields.Text("model"),
            Format = fields.Text("format"),
            Dtype = fields.Text("dtype"),
            Exact = fields.Texts("exact"),
            ReturnData = fields.Flag("return_data"),
            ReturnSegments = fields.Flag("return_segments"),
        };
        fields.RefuseOthers();
        return request;
    }

    public static SoftPromptRequest ReadPrompt(JsonElement source, FieldErrors errors)
    {
        if (FieldsOf(source, errors) is not { } fields)
        {
            return new SoftPromptRequest();
        }

        var request = new SoftPromptRequest
        {
            Route = fields.Text("route"),
            System = fields.Text("system"),
            Instruction = fields.Text("instruction"),
            Context = fields.TextOrTexts("context"),
            Question = fields.Text("question"),
            Model = fields.Text("model"),
            ServedModel = fields.Text("served_model"),
            Dtype = fields.Text("dtype"),
            Exact = fields.Texts("exact"),
            Parameters = fields.Any("parameters"),
        };
        fields.RefuseOthers();
        return request;
    }

    private static JsonFields? FieldsOf(JsonElement source, FieldErrors errors)
    {
        if (source.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(source, errors);
        }

        errors.Add(CompressRequestReader.WholeRequest, JsonKinds.Mismatch("an object", source));
        return null;
    }
}
