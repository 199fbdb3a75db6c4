using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>
/// Tags in a message: <c>&lt;llmlingua, rate=...&gt;</c> as in <see cref="LlmlinguaTags"/>, <c>&lt;nocompress&gt;...&lt;/nocompress&gt;</c>, which keeps what it
/// encloses whole, and <c>&lt;compress&gt;...&lt;/compress&gt;</c>, which makes everything else stay whole. Which tags take effect is decided by the <see cref="Planner"/>.
/// </summary>
internal static class MessageTags
{
    private const string Compress = "compress";
    private const string NoCompress = "nocompress";

    /// <param name="text">A text; tags of both families in one are read as LLMLingua's, and the others are text.</param>
    /// <returns>Its parts without the tags; null if it has none, or they are not well-formed and so are text.</returns>
    public static IReadOnlyList<TextPart>? Read(string text)
    {
        if (LlmlinguaTags.Read(text, out var parts) is null && parts is not null)
        {
            return parts;
        }

        return text.Contains($"{Compress}>", StringComparison.OrdinalIgnoreCase) ? ReadPlain(text) : null;
    }

    private static List<TextPart>? ReadPlain(string text)
    {
        var found = new List<(TextSpan Span, string? Tag)>();
        string? open = null;
        var start = 0;
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            if (TagAt(text, at) is not { } tag)
            {
                continue;
            }

            if (tag.IsClosing ? open != tag.Name : open is not null)
            {
                return null;
            }

            if (at > start)
            {
                found.Add((new TextSpan(start, at), open));
            }

            open = tag.IsClosing ? null : tag.Name;
            start = at + tag.Length;
        }

        if (open is not null || start == 0)
        {
            return null;
        }

        if (start < text.Length)
        {
            found.Add((new TextSpan(start, text.Length), null));
        }

        var hasCompress = found.Any(part => part.Tag == Compress);
        return [.. found.Select(part => new TextPart(part.Span, IsWhole(part.Tag) ? 1 : null))];

        bool IsWhole(string? tag) => tag == NoCompress || (hasCompress && tag is null);
    }

    private static (string Name, bool IsClosing, int Length)? TagAt(string text, int at)
    {
        foreach (var name in new[] { Compress, NoCompress })
        {
            foreach (var slash in new[] { "", "/" })
            {
                var tag = $"<{slash}{name}>";
                if (text.AsSpan(at).StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                {
                    return (name, slash.Length > 0, tag.Length);
                }
            }
        }

        return null;
    }
}
