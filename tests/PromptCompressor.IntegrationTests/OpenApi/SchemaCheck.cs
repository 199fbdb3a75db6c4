using System.Text.Json.Nodes;

namespace PromptCompressor.IntegrationTests.OpenApi;

/// <summary>Whether an answer has only the fields that the document tells of, and all that it promises.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    public void Check(JsonNode? value, JsonNode schema, string path)
    {
        var resolved = Resolve(schema);
        if (value is JsonArray items && resolved["items"] is { } itemSchema)
        {
            foreach (var item in items)
            {
                Check(item, itemSchema, path + "[]");
            }
        }
        else if (value is JsonObject fields && resolved["properties"] is JsonObject properties)
        {
            foreach (var name in resolved["required"]?.AsArray().Select(name => (string)name!) ?? [])
            {
                Assert.True(fields.ContainsKey(name), $"{path}.{name} is promised and missing.");
            }

            foreach (var (name, field) in fields)
            {
                Assert.True(properties.ContainsKey(name) || resolved["additionalProperties"] is JsonObject, $"{path}.{name} is not in the document.");
                if (properties[name] is { } property)
                {
                    Check(field, property, $"{path}.{name}");
                }
            }
        }
    }

    /// <summary>Follows references, and what stands beside <c>null</c> in a choice.</summary>
    private JsonObject Resolve(JsonNode schema)
    {
        var current = schema.AsObject();
        while (true)
        {
            if (current["$ref"] is { } reference)
            {
                current = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!.AsObject();
            }
            else if (current["oneOf"] is JsonArray choices && choices.Where(choice => (string?)choice!["type"] != "null").ToArray() is [var only])
            {
                current = only!.AsObject();
            }
            else
            {
                return current;
            }
        }
    }
}
