using System.Text;
using System.Xml;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>
/// Blanks between the tags of records go, so that each record is a line. Text beside elements, or a request to keep blanks, leaves all as it
/// came, and a parser must find the same elements, attributes and texts as before.
/// </summary>
internal static class XmlBlanks
{
    /// <param name="text">XML.</param>
    /// <param name="record">Name of the element that becomes one line, with all that is in it.</param>
    public static string Remove(string text, string record)
    {
        if (text.Contains("xml:space", StringComparison.Ordinal) || XmlTags.Of(text) is not { } pieces || Depth(pieces, text, record) is not { } lines)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        var feed = TextLines.EndOf(text);
        var depth = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            depth += piece.Kind switch { XmlPieceKind.Open => 1, XmlPieceKind.Close => -1, _ => 0 };
            var isBetween = piece.Kind == XmlPieceKind.Text && depth > 0 && piece.Of(text).IsWhiteSpace() && !(pieces[i - 1].Kind == XmlPieceKind.Open && pieces[i + 1].Kind == XmlPieceKind.Close);
            output.Append(isBetween ? depth <= lines ? feed : "" : piece.Of(text));
        }

        var tight = output.ToString();
        return tight.Length < text.Length && SameContent(tight, text) ? tight : text;
    }

    /// <summary>How deep records stand; null where there is none, or where text stands beside elements.</summary>
    private static int? Depth(List<XmlPiece> pieces, string text, string record)
    {
        int? found = null;
        var open = new Stack<(bool Text, bool Elements)>();
        foreach (var piece in pieces)
        {
            switch (piece.Kind)
            {
                case XmlPieceKind.Close when open.Count == 0 || open.Pop() is { Text: true, Elements: true }:
                    return null;
                case XmlPieceKind.Text when open.Count > 0 && !piece.Of(text).IsWhiteSpace():
                    open.Push(open.Pop() with { Text = true });
                    break;
                case XmlPieceKind.Open or XmlPieceKind.Empty:
                    found ??= piece.Name == record ? open.Count : null;
                    if (open.Count > 0)
                    {
                        open.Push(open.Pop() with { Elements = true });
                    }

                    if (piece.Kind == XmlPieceKind.Open)
                    {
                        open.Push((false, false));
                    }

                    break;
            }
        }

        return open.Count == 0 ? found : null;
    }

    private static bool SameContent(string one, string other)
    {
        var settings = new XmlReaderSettings { IgnoreWhitespace = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var a = XmlReader.Create(new StringReader(one), settings);
            using var b = XmlReader.Create(new StringReader(other), settings);
            while (a.Read() & b.Read())
            {
                if (a.NodeType != b.NodeType || a.Name != b.Name || a.Value != b.Value || a.AttributeCount != b.AttributeCount)
                {
                    return false;
                }

                for (var i = 0; i < a.AttributeCount; i++)
                {
                    if (a.GetAttribute(i) != b.GetAttribute(i))
                    {
                        return false;
                    }
                }
            }

            return a.EOF && b.EOF;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
