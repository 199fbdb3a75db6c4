namespace PromptCompressor.Core.Content.Json;

/// <summary>Output of a tool inside a string of JSON (<c>{"output":"..."}</c>): shortened as the text that it is.</summary>
internal static class EmbeddedText
{
    private const int ShortestText = 400;
    private const int FewestLines = 8;

    /// <summary>New spellings, with quotes, by node.</summary>
    public static Dictionary<int, string> Of(JsonTree tree, Func<string, string> shorten)
    {
        var found = new Dictionary<int, string>();
        for (var node = 0; node < tree.Nodes.Count; node++)
        {
            if (tree.Nodes[node].Type != JsonType.String)
            {
                continue;
            }

            var raw = tree.Raw(node);
            if (raw.Length >= ShortestText && raw.Count("\\n") >= FewestLines && JsonText.TryDecode(raw, out var text, out var asciiOnly))
            {
                var shorter = shorten(text);
                if (shorter.Length < text.Length)
                {
                    found[node] = JsonText.Encode(shorter, asciiOnly);
                }
            }
        }

        return found;
    }
}
