using System.Globalization;
using System.Text.Json.Nodes;

namespace PromptCompressor.UnitTests.Server.Fields;

/// <summary>Values at the bounds that a schema states, and just past them.</summary>
internal static class BoundValues
{
    /// <returns>JSON, whether it is within the bounds, and what a refusal must tell: the bound; null where words tell it.</returns>
    public static IEnumerable<(string Json, bool IsRight, string? Bound)> Of(JsonObject schema)
    {
        foreach (var choice in schema["oneOf"]?.AsArray() ?? [])
        {
            foreach (var value in Of(choice!.AsObject()))
            {
                yield return value;
            }
        }

        var values = (string?)schema["type"] switch
        {
            "number" or "integer" => Numbers(schema),
            "string" => Texts(schema),
            "array" => Lists(schema),
            _ => [],
        };
        foreach (var value in values)
        {
            yield return value;
        }
    }

    private static IEnumerable<(string Json, bool IsRight, string? Bound)> Numbers(JsonObject schema)
    {
        if ((double?)schema["minimum"] is { } least)
        {
            yield return (Text(least), true, null);
            yield return (Text(least - 1), false, Text(least));
        }

        if ((double?)schema["exclusiveMinimum"] is { } above)
        {
            yield return (Text(above + double.Epsilon), true, null);
            yield return (Text(above), false, Text(above));
        }

        if ((double?)schema["maximum"] is { } most)
        {
            yield return (Text(most), true, null);
            yield return (Text(most + 1), false, Text(most));
        }
    }

    private static IEnumerable<(string Json, bool IsRight, string? Bound)> Texts(JsonObject schema)
    {
        foreach (var name in schema["enum"]?.AsArray() ?? [])
        {
            yield return (name!.ToJsonString(), true, null);
            yield return ($"\"{name}x\"", false, (string)name!);
        }

        if ((int?)schema["maxLength"] is { } most)
        {
            yield return (TextOf(most), true, null);
            yield return (TextOf(most + 1), false, Text(most));
        }

        if ((int?)schema["minLength"] is { } least)
        {
            yield return (TextOf(least), true, null);
            yield return (TextOf(least - 1), false, null);
        }
    }

    private static IEnumerable<(string Json, bool IsRight, string? Bound)> Lists(JsonObject schema)
    {
        var items = schema["items"]?.AsObject();
        var item = (string?)items?["type"] switch
        {
            "string" => "\"a\"",
            "integer" => "1",

            // Messages, and requests of a batch.
            _ => """{ "role": "user" }""",
        };
        if ((int?)schema["maxItems"] is { } most)
        {
            yield return (ListOf(most), true, null);
            yield return (ListOf(most + 1), false, Text(most));
        }

        if ((int?)schema["minItems"] is { } least)
        {
            yield return (ListOf(least), true, null);
            yield return (ListOf(least - 1), false, null);
        }

        foreach (var (json, isRight, bound) in items is null ? [] : Of(items))
        {
            yield return ($"[{json}]", isRight, bound);
        }

        string ListOf(int count) => $"[{string.Join(',', Enumerable.Repeat(item, count))}]";
    }

    private static string TextOf(int length) => $"\"{new string('a', length)}\"";

    private static string Text(double bound) => bound.ToString(CultureInfo.InvariantCulture);
}
