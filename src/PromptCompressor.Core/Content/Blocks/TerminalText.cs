using System.Text;

namespace PromptCompressor.Core.Content.Blocks;

/// <summary>Text as a terminal shows it: without colours, redrawn lines in their last state, no blanks at the end of lines, one blank line where there were several.</summary>
internal static class TerminalText
{
    public static string Shown(string text)
    {
        var output = new StringBuilder(text.Length);
        var blank = false;
        foreach (var line in TextLines.Of(text))
        {
            var raw = line.Of(text);
            var shown = raw.ContainsAny('\u001b', '\r') ? Redrawn(raw) : raw.ToString();
            var trimmed = shown.AsSpan().TrimEnd(" \t");
            if (trimmed.IsEmpty && blank && line.Next < text.Length)
            {
                continue;
            }

            blank = trimmed.IsEmpty;
            output.Append(trimmed).Append(line.Break(text));
        }

        return output.ToString();
    }

    /// <summary>The same without a look at blanks: for text of which nothing else is known.</summary>
    public static string WithoutControls(string text)
    {
        if (!text.AsSpan().ContainsAny('\u001b', '\r'))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        foreach (var line in TextLines.Of(text))
        {
            var raw = line.Of(text);
            output.Append(raw.ContainsAny('\u001b', '\r') ? Redrawn(raw) : raw).Append(line.Break(text));
        }

        return output.ToString();
    }

    private static string Redrawn(ReadOnlySpan<char> line)
    {
        var plain = WithoutEscapes(line);
        if (!plain.Contains('\r', StringComparison.Ordinal))
        {
            return plain;
        }

        var shown = "";
        foreach (var part in plain.Split('\r'))
        {
            shown = part.Length >= shown.Length ? part : string.Concat(part, shown.AsSpan(part.Length));
        }

        return shown;
    }

    private static string WithoutEscapes(ReadOnlySpan<char> line)
    {
        var output = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '\u001b' || at + 1 >= line.Length)
            {
                output.Append(line[at]);
                continue;
            }

            if (line[at + 1] == '\u001b')
            {
                continue;
            }

            at++;
            if (line[at] == '[')
            {
                do
                {
                    at++;
                }
                while (at < line.Length && line[at] is < '@' or > '~');
            }
            else if (line[at] == ']')
            {
                while (at < line.Length && line[at] != '\a' && !(line[at] == '\\' && line[at - 1] == '\u001b'))
                {
                    at++;
                }
            }
        }

        return output.ToString();
    }
}
