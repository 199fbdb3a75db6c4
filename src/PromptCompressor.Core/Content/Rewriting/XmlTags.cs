namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>A piece of XML: a tag, or what stands between two.</summary>
/// <param name="Name">The name of an element; empty for text, comments and instructions.</param>
internal readonly record struct XmlPiece(int Start, int End, XmlPieceKind Kind, string Name)
{
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);
}

internal enum XmlPieceKind
{
    Open,
    Close,
    Empty,
    Text,

    /// <summary>A comment or an instruction.</summary>
    Aside,
}

/// <summary>XML in its pieces, to the character. It does not judge: what is well-formed, a parser has to say.</summary>
internal static class XmlTags
{
    /// <summary>The pieces in order and without a gap; null for a text with a document type, CDATA or a tag without an end.</summary>
    public static List<XmlPiece>? Of(string text)
    {
        var pieces = new List<XmlPiece>();
        for (var at = 0; at < text.Length;)
        {
            var end = text[at] == '<' ? TagEnd(text, at) : text.IndexOf('<', at);
            end = end < 0 && text[at] != '<' ? text.Length : end;
            if (end < 0)
            {
                return null;
            }

            pieces.Add(Piece(text, at, end));
            at = end;
        }

        return pieces;
    }

    private static XmlPiece Piece(string text, int at, int end)
    {
        if (text[at] != '<')
        {
            return new XmlPiece(at, end, XmlPieceKind.Text, "");
        }

        if (text[at + 1] is '!' or '?')
        {
            return new XmlPiece(at, end, XmlPieceKind.Aside, "");
        }

        var closes = text[at + 1] == '/';
        var inner = text.AsSpan(at + 1, end - at - 2).TrimStart('/');
        var length = inner.IndexOfAny(" \t\r\n/");
        var kind = closes ? XmlPieceKind.Close : inner.EndsWith("/", StringComparison.Ordinal) ? XmlPieceKind.Empty : XmlPieceKind.Open;
        return new XmlPiece(at, end, kind, (length < 0 ? inner : inner[..length]).ToString());
    }

    /// <summary>The place behind a tag; a sign in an attribute's value does not end it.</summary>
    private static int TagEnd(string text, int at)
    {
        if (string.CompareOrdinal(text, at, "<!--", 0, 4) == 0)
        {
            var close = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
            return close < 0 ? -1 : close + 3;
        }

        if (at + 1 >= text.Length || text[at + 1] == '!')
        {
            return -1;
        }

        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '>':
                    return at + 1;
                case '<':
                    return -1;
                case '"' or '\'':
                    var quote = text.IndexOf(text[at], at + 1);
                    if (quote < 0)
                    {
                        return -1;
                    }

                    at = quote;
                    break;
            }
        }

        return -1;
    }
}
