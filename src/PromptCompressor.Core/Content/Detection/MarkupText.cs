using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>Whether a text that begins with a tag is a page, XML, or neither.</summary>
internal static class MarkupText
{
    private const int Fewest = 3;

    private static readonly string[] PageTags = ["<div", "<p>", "<p ", "<body", "<table", "<span", "<ul", "<h1", "<h2", "<section", "<article", "<main", "<a "];

    public static ContentKind KindOf(string text)
    {
        var tags = 0;
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty)
            {
                continue;
            }

            lines++;
            tags += trimmed[0] == '<' && trimmed[^1] == '>' ? 1 : 0;
        }

        if (tags < 0.5 * lines)
        {
            return ContentKind.Unknown;
        }

        var page = PageTags.Count(tag => text.Contains(tag, StringComparison.OrdinalIgnoreCase));
        if (page >= Fewest)
        {
            return ContentKind.Html;
        }

        return text.AsSpan().TrimStart().StartsWith("<?xml", StringComparison.Ordinal) || text.AsSpan().Count("</") >= Fewest ? ContentKind.Xml : ContentKind.Unknown;
    }
}
