using System.Text.Json.Nodes;

namespace PromptCompressor.Fuzz.OpenApi;

/// <summary>A field that is not as the schema says.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Json">What stands there; null: nothing does.</param>
internal sealed record Fault(string Field, string Kind, string? Json);

/// <summary>Every fault that a schema leaves room for, one at a time.</summary>
internal sealed class Faults(SchemaDocument document)
{
    private static readonly (string Type, string[] Json)[] Values =
    [
        ("string", ["\"\"", "\"a\"", "\"NaN\"", "\"1\"", "\"true\""]),
        ("number", ["1.5", "-1e308", "1e400"]),
        ("integer", ["7", "-2147483649", "1e30"]),
        ("boolean", ["true", "false"]),
        ("object", ["{}", "{\"a\":1}"]),
        ("array", ["[]", "[1]", "[\"a\"]", "[null]", "[[]]"]),
    ];

    public IEnumerable<Fault> Of(JsonObject schema)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            yield return new Fault((string)name!, "missing", null);
        }

        if (schema["additionalProperties"] is JsonValue)
        {
            yield return new Fault("surplus", "unknown", "1");
            yield return new Fault("Context", "unknown", "\"a\"");
        }

        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            foreach (var (type, values) in Values)
            {
                foreach (var json in values.Where(json => !IsValid(json, property!)))
                {
                    yield return new Fault(name, $"{type} {json}", json);
                }
            }

            foreach (var (kind, json) in BeyondLimits(document.Resolve(property!)).Where(value => !IsValid(value.Json, property!)))
            {
                yield return new Fault(name, kind, json);
            }
        }
    }

    private bool IsValid(string json, JsonNode schema)
    {
        try
        {
            document.Validate(JsonNode.Parse(json), schema, "");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Kind, string Json)> BeyondLimits(JsonObject schema)
    {
        var all = schema["oneOf"] is JsonArray choices ? choices.Select(choice => choice!.AsObject()) : [schema];
        foreach (var one in all)
        {
            if (one["minimum"] is { } minimum)
            {
                yield return ("below the minimum", $"{(double)minimum - 1}");
            }

            if (one["maximum"] is { } maximum)
            {
                yield return ("above the maximum", $"{(double)maximum + 1}");
            }

            if (one["exclusiveMinimum"] is { } bound)
            {
                yield return ("at the minimum", $"{(double)bound}");
            }

            if (one["maxLength"] is { } longest)
            {
                yield return ("too long", $"\"{new string('a', (int)longest + 1)}\"");
            }

            if (one["maxItems"] is { } most)
            {
                yield return ("too many", $"[{string.Join(',', Enumerable.Repeat("\"a\"", (int)most + 1))}]");
            }
        }
    }
}
