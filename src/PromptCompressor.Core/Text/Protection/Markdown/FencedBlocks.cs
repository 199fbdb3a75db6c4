namespace PromptCompressor.Core.Text.Protection.Markdown;

/// <summary>
/// Fenced code blocks as CommonMark 0.31 section 4.5 defines them, outside lists and quotes: an opening fence is indented by at most three
/// spaces, the closing one is at least as long and has nothing behind it, and an unclosed block runs to the end.
/// </summary>
internal static class FencedBlocks
{
    private const int MinFence = 3;
    private const int MaxIndent = 3;

    /// <summary>Blocks in order, each from the start of its opening line to the end of its closing line.</summary>
    public static List<TextSpan> Find(string text)
    {
        var blocks = new List<TextSpan>();
        if (!text.Contains("```", StringComparison.Ordinal) && !text.Contains("~~~", StringComparison.Ordinal))
        {
            return blocks;
        }

        var lines = new Lines(text);
        var open = -1;
        var mark = '\0';
        var length = 0;
        while (lines.MoveNext())
        {
            var line = lines.Current.Of(text);
            if (!TryReadFence(line, out var lineMark, out var lineLength, out var rest))
            {
                continue;
            }

            if (open < 0)
            {
                // A backtick in the info string means inline code, not a fence.
                if (lineMark == '~' || !rest.Contains('`'))
                {
                    (open, mark, length) = (lines.Current.Start, lineMark, lineLength);
                }
            }
            else if (lineMark == mark && lineLength >= length && rest.Trim(" \t").IsEmpty)
            {
                blocks.Add(new TextSpan(open, lines.Current.End));
                open = -1;
            }
        }

        if (open >= 0)
        {
            blocks.Add(new TextSpan(open, text.Length));
        }

        return blocks;
    }

    private static bool TryReadFence(ReadOnlySpan<char> line, out char mark, out int length, out ReadOnlySpan<char> rest)
    {
        var indent = 0;
        while (indent <= MaxIndent && indent < line.Length && line[indent] == ' ')
        {
            indent++;
        }

        mark = '\0';
        length = 0;
        rest = default;
        if (indent > MaxIndent || indent >= line.Length || line[indent] is not ('`' or '~'))
        {
            return false;
        }

        mark = line[indent];
        var after = line[indent..];
        length = after.IndexOfAnyExcept(mark);
        length = length < 0 ? after.Length : length;
        rest = after[length..];
        return length >= MinFence;
    }
}
