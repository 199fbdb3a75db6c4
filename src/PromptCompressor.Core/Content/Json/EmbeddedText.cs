using PromptCompressor.Core.Content.Rewriting;

namespace PromptCompressor.Core.Content.Json;

/// <summary>Strings of a document that hold more than a value: output of a tool (<c>{"output":"..."}</c>), shortened as the text that it is, and blobs.</summary>
internal sealed class EmbeddedText
{
    private const int ShortestText = 400;
    private const int FewestLines = 8;

    private readonly Dictionary<int, string> _spellings = [];

    /// <summary>Whether nothing that the strings say is gone.</summary>
    public bool IsLossless { get; private set; } = true;

    public int Count => _spellings.Count;

    /// <param name="shorten">Shortens text, and says whether it lost anything.</param>
    /// <param name="blobs">Whether blobs may go.</param>
    /// <param name="prose">Whether text of a few lines is looked at as well, which is prose if it is anything.</param>
    public static EmbeddedText Of(JsonTree tree, Func<string, (string Text, bool Lossless)> shorten, bool blobs, bool prose)
    {
        var found = new EmbeddedText();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            var raw = tree.Nodes[node].Type == JsonType.String ? tree.Raw(node) : [];
            if (raw.Length < ShortestText)
            {
                continue;
            }

            if (blobs && BlobText.MarkOfValue(raw[1..^1]) is { } mark)
            {
                found._spellings[node] = $"\"{mark}\"";
                found.IsLossless = false;
            }
            else if ((prose || raw.Count("\\n") >= FewestLines) && JsonText.TryDecode(raw, out var text, out var asciiOnly))
            {
                var (shorter, lossless) = shorten(text);
                if (shorter.Length < text.Length)
                {
                    found._spellings[node] = JsonText.Encode(shorter, asciiOnly);
                    found.IsLossless &= lossless;
                }
            }
        }

        return found;
    }

    /// <summary>The new spelling of a string, with its quotes.</summary>
    public bool TryGet(int node, out string spelling) => _spellings.TryGetValue(node, out spelling!);
}
