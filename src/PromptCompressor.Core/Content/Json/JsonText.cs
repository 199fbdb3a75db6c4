using System.Globalization;
using System.Text;

namespace PromptCompressor.Core.Content.Json;

/// <summary>Text inside a JSON string, and back: only where the way back gives the same bytes.</summary>
internal static class JsonText
{
    /// <summary>Decodes a string with its quotes; false where encoding it again would spell it differently.</summary>
    public static bool TryDecode(ReadOnlySpan<char> raw, out string text, out bool asciiOnly)
    {
        var decoded = new StringBuilder(raw.Length);
        for (var at = 1; at < raw.Length - 1; at++)
        {
            if (raw[at] != '\\')
            {
                decoded.Append(raw[at]);
                continue;
            }

            at++;
            if (raw[at] == 'u')
            {
                decoded.Append((char)ushort.Parse(raw.Slice(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                decoded.Append(raw[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var c => c });
            }
        }

        text = decoded.ToString();
        asciiOnly = raw.Contains("\\u", StringComparison.Ordinal);
        return raw.SequenceEqual(Encode(text, asciiOnly));
    }

    public static string Encode(string text, bool asciiOnly)
    {
        var output = new StringBuilder(text.Length + 16).Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    output.Append("\\\"");
                    break;
                case '\\':
                    output.Append("\\\\");
                    break;
                case '\n':
                    output.Append("\\n");
                    break;
                case '\r':
                    output.Append("\\r");
                    break;
                case '\t':
                    output.Append("\\t");
                    break;
                case '\b':
                    output.Append("\\b");
                    break;
                case '\f':
                    output.Append("\\f");
                    break;
                case < ' ':
                    output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                case > '~' when asciiOnly:
                    output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    output.Append(c);
                    break;
            }
        }

        return output.Append('"').ToString();
    }
}
