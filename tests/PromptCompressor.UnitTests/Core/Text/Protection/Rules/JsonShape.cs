using System.Text.Json;
using System.Text.Json.Nodes;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

internal static class JsonShape
{
    /// <summary>All of the value but the text of its long strings.</summary>
    public static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.Select(member => member.Key + ":" + Of(member.Value))) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Of)) + "]",
        _ when node.GetValueKind() == JsonValueKind.String => Short(node.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    /// <summary>Generated short strings are a single word in capitals; all others may lose words.</summary>
    private static string Short(string value) => value.Length > 0 && value.All(char.IsAsciiLetterUpper) ? value : "long";
}
