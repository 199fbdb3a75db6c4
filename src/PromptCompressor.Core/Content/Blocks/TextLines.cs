using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Blocks;

/// <summary>A line: <c>[Start, End)</c> without its end, which is <c>[End, Next)</c>.</summary>
internal readonly record struct TextLine(int Start, int End, int Next)
{
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);

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

    /// <summary>The line end that the text uses first.</summary>
    public static string EndOf(string text)
    {
        var feed = text.IndexOf('\n', StringComparison.Ordinal);
        return feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
    }
}
