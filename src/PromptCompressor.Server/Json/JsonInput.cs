using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Json;

/// <summary>A value in a request's JSON. What is wrong with it is noted under its path, and it reads as null.</summary>
/// <param name="Value">The value.</param>
/// <param name="Path">Where it stands, such as <c>messages[2].role</c>.</param>
/// <param name="Errors">Receives what is wrong.</param>
internal readonly record struct JsonInput(JsonElement Value, string Path, FieldErrors Errors)
{
    /// <summary>The path of a whole body.</summary>
    public const string Root = "$";

    public static string Mismatch(string expected, JsonElement value) => $"must be {expected}, not {NameOf(value.ValueKind)}.";

    public bool? Flag() =>
        Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : Wrong<bool?>("true or false");

    public double? Number() => Value.ValueKind == JsonValueKind.Number ? Value.GetDouble() : Wrong<double?>("a number");

    public int? Whole()
    {
        if (Value.ValueKind != JsonValueKind.Number)
        {
            return Wrong<int?>("a whole number");
        }

        return Value.TryGetInt32(out var number) ? number : Refuse<int?>($"must be a whole number, at most {int.MaxValue}.");
    }

    public string? Text(string expected = "a string")
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>(expected);
        }

        return JsonText.TryRead(Value, out var text) ? text : Refuse<string>(JsonText.LoneSurrogate);
    }

    /// <param name="read">Reads an item. A wrong one needs a value too, so that later ones keep their index.</param>
    /// <param name="expected">What the list should be.</param>
    public IReadOnlyList<T>? List<T>(Func<JsonInput, T> read, string expected)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            return Wrong<IReadOnlyList<T>>(expected);
        }

        var items = new List<T>(Value.GetArrayLength());
        foreach (var item in Value.EnumerateArray())
        {
            items.Add(read(new JsonInput(item, $"{Path}[{items.Count}]", Errors)));
        }

        return items;
    }

    public IReadOnlyList<string>? Texts(string expected = "a list of strings") => List(item => item.Text() ?? "", expected);

    public JsonFields? Object() => Value.ValueKind == JsonValueKind.Object
        ? new JsonFields(Value, Errors, Path == Root ? "" : Path + ".")
        : Wrong<JsonFields>("an object");

    /// <returns>Null in any case.</returns>
    public T? Refuse<T>(string message)
    {
        Errors.Add(Path, message);
        return default;
    }

    public T? Wrong<T>(string expected) => Refuse<T>(Mismatch(expected, Value));

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
