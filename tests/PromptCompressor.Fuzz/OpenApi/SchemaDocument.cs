using System.Text.Json.Nodes;

namespace PromptCompressor.Fuzz.OpenApi;

/// <summary>The document's schemas, as far as this service uses them.</summary>
/// <param name="document">All of openapi.json.</param>
public sealed class SchemaDocument(JsonObject document)
{
    public JsonObject Root => document;

    /// <summary>Follows references.</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var current = schema.AsObject();
        while (current["$ref"] is { } reference)
        {
            current = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!.AsObject();
        }

        return current;
    }

    /// <summary>The types a schema allows; none: any.</summary>
    public static string[] TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => (string)type!)],
        { } one => [(string)one!],
        null => [],
    };

    /// <summary>Throws with every way in which a value is not as its schema says.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public void Validate(JsonNode? value, JsonNode schema, string path)
    {
        var errors = new List<string>();
        Check(value, Resolve(schema), path, errors);
        if (errors.Count > 0)
        {
            throw new InvalidDataException(string.Join("\n", errors));
        }
    }

    private void Check(JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            var tried = choices.Select(choice => ErrorsOf(value, Resolve(choice!), path)).ToArray();
            if (tried.Count(found => found.Count == 0) != 1)
            {
                errors.Add($"{path} is not one of its choices: {string.Join("; ", tried.SelectMany(found => found).Take(3))}");
            }

            return;
        }

        if (TypesOf(schema) is { Length: > 0 } types && !types.Any(type => IsA(value, type)))
        {
            errors.Add($"{path} is {value?.GetValueKind().ToString() ?? "null"}, and should be {string.Join(" or ", types)}");
            return;
        }

        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value)) && value is not null)
        {
            errors.Add($"{path} is none of its values");
        }

        CheckRange(value, schema, path, errors);
        if (value is JsonArray items && schema["items"] is { } itemSchema)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Check(items[i], Resolve(itemSchema), $"{path}[{i}]", errors);
            }
        }
        else if (value is JsonObject fields)
        {
            CheckFields(fields, schema, path, errors);
        }
    }

    private void CheckFields(JsonObject fields, JsonObject schema, string path, List<string> errors)
    {
        errors.AddRange((schema["required"]?.AsArray() ?? []).Where(name => !fields.ContainsKey((string)name!)).Select(name => $"{path}.{name} is promised and missing"));
        if (schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var (name, field) in fields)
        {
            if (properties[name] is { } property)
            {
                Check(field, Resolve(property), $"{path}.{name}", errors);
            }
            else if (schema["additionalProperties"] is not JsonObject)
            {
                errors.Add($"{path}.{name} is not in the document");
            }
        }
    }

    private static void CheckRange(JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        var size = value switch
        {
            JsonArray items => items.Count,
            JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number => (double)number,
            JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => ((string)text!).Length,
            _ => double.NaN,
        };
        foreach (var (name, isBroken) in new (string, Func<double, bool>)[]
        {
            ("minimum", limit => size < limit), ("maximum", limit => size > limit), ("exclusiveMinimum", limit => size <= limit), ("exclusiveMaximum", limit => size >= limit),
            ("minItems", limit => size < limit), ("maxItems", limit => size > limit), ("minLength", limit => size < limit), ("maxLength", limit => size > limit),
        })
        {
            if (schema[name] is { } limit && isBroken((double)limit))
            {
                errors.Add($"{path} is beyond its {name} {limit}");
            }
        }
    }

    private List<string> ErrorsOf(JsonNode? value, JsonObject schema, string path)
    {
        var errors = new List<string>();
        Check(value, schema, path, errors);
        return errors;
    }

    private static bool IsA(JsonNode? value, string type) => (type, value) switch
    {
        ("null", null) => true,
        ("object", JsonObject) or ("array", JsonArray) => true,
        ("string", JsonValue text) => text.GetValueKind() == System.Text.Json.JsonValueKind.String,
        ("boolean", JsonValue flag) => flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        ("number", JsonValue number) => number.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        ("integer", JsonValue number) => number.GetValueKind() == System.Text.Json.JsonValueKind.Number && number.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
        _ => false,
    };
}
