using System.Text.Json.Nodes;

namespace PromptCompressor.Fuzz.OpenApi;

/// <summary>Bodies that are as a schema says.</summary>
internal sealed class BodyGenerator(SchemaDocument document, Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "Anna: Okay, so I think we should move the launch.\nBen: Why?\n", "{\"id\": \"ord_8f3a\", \"qty\": 3}", "|A|B|\n|-|-|\n|x|y|\n", "```\nint a = 1;\n```", "支払いデータ。会議は延期。",
        "<llmlingua, rate=0.3>The harbour office reported a delay of two weeks.</llmlingua> Fine.", "null", "NaN", "o200k_base", "gpt-4", "xlmr-mini-fast", "number", "all", "none", "/INV-\\d+/", "\0", "😀👩‍💻", "--", "user", "tool", "text",
    ];

    /// <summary>What else makes sense of a name; most random strings would be refused, and nothing behind them tried.</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["tokenizer"] = ["gpt-4o", "gpt-4", "claude-sonnet-4", "o200k_base"],
        ["model"] = ["xlmr-mini-fast", "xlmr-mini"],
        ["protect"] = ["number", "url", "json", "all", "none", "/INV-\\d+/"],
        ["exact"] = ["number", "identifier", "/\\d+/"],
        ["role"] = ["user", "tool", "system", "assistant", "developer"],
        ["type"] = ["text", "image_url"],
    };

    /// <param name="schema">Of the value.</param>
    /// <param name="name">Of the field that it is for.</param>
    /// <param name="depth">Levels above it.</param>
    public JsonNode? Make(JsonNode schema, string name = "", int depth = 0)
    {
        var resolved = document.Resolve(schema);
        if (resolved["oneOf"] is JsonArray choices)
        {
            return Make(choices[random.Next(choices.Count)]!, name, depth);
        }

        if (resolved["enum"] is JsonArray values)
        {
            return values[random.Next(values.Count)]!.DeepClone();
        }

        var types = SchemaDocument.TypesOf(resolved).Where(type => type != "null").ToArray();
        return types.Length == 0 ? null : types[random.Next(types.Length)] switch
        {
            "object" => MakeObject(resolved, depth),
            "array" => MakeArray(resolved, name, depth),
            "string" => MakeText(resolved, name),
            "boolean" => random.Next(2) == 0,
            "integer" => MakeInteger(resolved),
            "number" => MakeNumber(resolved),
            _ => null,
        };
    }

    private JsonObject MakeObject(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            // Few fields at once: nearly every two of some requests exclude each other.
            if (required.Contains(name) || random.Next(5) == 0)
            {
                made[name] = random.Next(12) == 0 && IsNullable(property!) ? null : Make(property!, name, depth + 1);
            }
        }

        // Where there are both, a request has exactly one of them.
        if (schema["properties"]?["context"] is { } context && made["context"] is null && made["messages"] is null)
        {
            made["context"] = Make(context, "context", depth + 1);
        }
        else if (made["context"] is not null && random.Next(8) > 0)
        {
            made.Remove("messages");
        }

        return made;
    }

    private JsonArray MakeArray(JsonObject schema, string name, int depth)
    {
        var least = (int?)schema["minItems"] ?? 0;
        var most = Math.Min((int?)schema["maxItems"] ?? 5, depth > 1 ? 2 : 5);
        return [.. Enumerable.Range(0, random.Next(least, Math.Max(least, most) + 1)).Select(_ => schema["items"] is { } items ? Make(items, name, depth + 1) : null)];
    }

    private string MakeText(JsonObject schema, string name)
    {
        var text = Names.TryGetValue(name, out var known) && random.Next(8) > 0 ? known[random.Next(known.Length)]
            : string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Texts[random.Next(Texts.Length)]));
        text = text.Length < ((int?)schema["minLength"] ?? 0) ? text + "a" : text;
        return (int?)schema["maxLength"] is { } most && text.Length > most ? text[..most] : text;
    }

    private int MakeInteger(JsonObject schema)
    {
        var least = (int?)schema["minimum"] ?? -3;
        return random.Next(4) == 0 ? int.MaxValue - random.Next(2) : least + random.Next(40);
    }

    private double MakeNumber(JsonObject schema)
    {
        var least = (double?)schema["minimum"] ?? (double?)schema["exclusiveMinimum"] ?? -2;
        var most = (double?)schema["maximum"] ?? 60;
        var number = random.Next(6) switch
        {
            0 => most,
            1 => least + double.Epsilon,
            _ => least + ((most - least) * (1 - random.NextDouble())),
        };
        return random.Next(8) == 0 && most > 1 ? Math.Round(number) : number;
    }

    public bool IsNullable(JsonNode schema) => SchemaDocument.TypesOf(document.Resolve(schema)).Contains("null");
}
