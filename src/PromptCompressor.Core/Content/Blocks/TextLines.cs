using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Blocks;

/// <summary>A line: <c>[Start, End)</c> without its end, which is <c>[End, Next)</c>.</summary>
internal readonly record struct TextLine(int Start, int End, int Next)
{
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);

    /// <summary>Its line feed, with a carriage return before it; empty at the end of a text without one.</summary>
    public ReadOnlySpan<char> Break(string text) => text.AsSpan(End, Next - End);

    /// <summary>How many blanks it begins with; all of a blank line.</summary>
    public int Indent(string text) => End - Start - Of(text).TrimStart().Length;

    public bool IsBlank(string text) => text.AsSpan(Start, End - Start).IsWhiteSpace();
}

/// <summary>Cuts at line feeds alone, so that line numbers agree with those of the tools.</summary>
internal static class TextLines
{
    public static List<TextLine> Of(string text) => Of(text, new TextSpan(0, text.Length));

    public static List<TextLine> Of(string text, TextSpan span)
    {
        var lines = new List<TextLine>();
        var at = span.Start;
        while (at < span.End)
        {
            var feed = text.AsSpan(at, span.End - at).IndexOf('\n');
            var next = feed < 0 ? span.End : at + feed + 1;
            var end = feed < 0 ? span.End : at + feed;
            if (feed >= 0 && end > at && text[end - 1] == '\r')
            {
                end--;
            }

            lines.Add(new TextLine(at, end, next));
            at = next;
        }

        return lines;
    }

    /// <summary>The index of the line that a place of the text is in, from a line at or before it on.</summary>
    public static int At(IReadOnlyList<TextLine> lines, int place, int from)
    {
        int low = from, high = lines.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lines[middle].Next <= place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first of lines [first, end) that is not blank; empty where all are.</summary>
    public static ReadOnlySpan<char> FirstOf(string text, IReadOnlyList<TextLine> lines, int first, int end)
    {
        while (first < end && lines[first].IsBlank(text))
        {
            first++;
        }

        return first < end ? lines[first].Of(text) : [];
    }

    /// <summary>The line end that the text uses first.</summary>
    public static string EndOf(string text)
    {
        var feed = text.IndexOf('\n', StringComparison.Ordinal);
        return feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
    }
}
