using System.Text.Json;

namespace PromptCompressor.Server.Compress.Reading;

internal static class JsonKinds
{
    public static string Mismatch(string expected, JsonElement value) => $"must be {expected}, not {NameOf(value.ValueKind)}.";

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
