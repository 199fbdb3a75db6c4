using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>Base64 and hex in lines of their own: one mark for all. Certificates, hashes, tokens and ids are no such blobs.</summary>
internal static class BlobText
{
    /// <summary>Shorter runs may be hashes, signatures or keys, which are compared and passed on.</summary>
    public const int Shortest = 512;

    private const int ShortestLine = 48;

    /// <summary>The line behind a blob that begins at a line, or that line if there is none.</summary>
    public static int EndOf(string text, IReadOnlyList<TextLine> lines, int at)
    {
        var end = at;
        while (end < lines.Count && IsBlobLine(lines[end].Of(text), end > at))
        {
            end++;
        }

        return end > at && lines[end - 1].End - lines[at].Start >= Shortest && !(at > 0 && lines[at - 1].Of(text).StartsWith("-----BEGIN", StringComparison.Ordinal)) ? end : at;
    }

    public static string Mark(string text)
    {
        var characters = 0;
        var hex = true;
        foreach (var c in text)
        {
            characters += char.IsWhiteSpace(c) ? 0 : 1;
            hex &= char.IsWhiteSpace(c) || char.IsAsciiHexDigit(c);
        }

        var end = text.Length - text.AsSpan().TrimEnd().Length;
        return new StringBuilder().Append(CultureInfo.InvariantCulture, $"[{(MinifiedText.IsIn(text.AsSpan().Trim()) ? "minified code" : hex ? "hex" : "base64")}, {characters} characters omitted]").Append(text.AsSpan(text.Length - end)).ToString();
    }

    /// <summary>A value of JSON that is nothing but a blob: what to write in its place, or null.</summary>
    public static string? MarkOfValue(ReadOnlySpan<char> value)
    {
        var type = "";
        var body = value;
        if (value.StartsWith("data:", StringComparison.Ordinal) && value.IndexOf(";base64,", StringComparison.Ordinal) is var comma and > 0 and < 100)
        {
            type = value[5..comma].ToString() + ", ";
            body = value[(comma + 8)..];
        }
        else if (value.Length % 4 != 0)
        {
            return null;
        }

        return body.Length >= Shortest && IsAlphabet(body) && Mixes(body) ? string.Create(CultureInfo.InvariantCulture, $"[base64, {type}{body.Length} characters omitted]") : null;
    }

    /// <summary>The text with the size of each file in place of its characters; what it is and what stands around it stay.</summary>
    public static string WithoutDataUris(string text)
    {
        var output = new StringBuilder();
        var from = 0;
        while (DataUris.TryNext(text, from, out var start, out var end))
        {
            output.Append(text, from, start - from).Append(CultureInfo.InvariantCulture, $"[{end - start} characters omitted]");
            from = end;
        }

        return from == 0 ? text : output.Append(text, from, text.Length - from).ToString();
    }

    private static bool IsBlobLine(ReadOnlySpan<char> line, bool follows) =>
        (line.Length >= ShortestLine || (follows && line.Length > 0)) && IsAlphabet(line) && (line.Length < ShortestLine || Mixes(line));

    private static bool IsAlphabet(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '='))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Letters and digits change often in a blob; words and numbers written together do not.</summary>
    private static bool Mixes(ReadOnlySpan<char> text)
    {
        var changes = 0;
        for (var i = 1; i < text.Length; i++)
        {
            changes += char.IsAsciiDigit(text[i]) != char.IsAsciiDigit(text[i - 1]) ? 1 : 0;
        }

        return changes * 12 > text.Length;
    }
}
