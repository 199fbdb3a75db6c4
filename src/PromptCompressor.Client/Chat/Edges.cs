namespace PromptCompressor.Client.Chat;

/// <summary>A text in three pieces: the first and the last line, empty where they are too long to be an instruction or a question, and the rest.</summary>
internal readonly record struct Edges(string First, string Body, string Last)
{
    public static Edges None(string text) => new("", text, "");

    /// <param name="text">What the user wrote.</param>
    /// <param name="most">Tokens of an edge at most.</param>
    public static Edges Of(string text, int most)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        var end = text.AsSpan().TrimEnd().Length;
        if (start >= end)
        {
            return None(text);
        }

        var first = text.AsSpan(start, end - start).IndexOf('\n') is var line and >= 0 ? start + line + 1 : 0;
        var last = text.AsSpan(0, end).LastIndexOf('\n') is var before and >= 0 ? before : text.Length;
        first = IsShort(0, first) ? first : 0;
        last = IsShort(last, text.Length) ? last : text.Length;
        return first < last ? new Edges(text[..first], text[first..last], text[last..]) : None(text);

        bool IsShort(int from, int to) => TextSize.Tokens(text.AsSpan(from, to - from).Trim()) <= most;
    }

    /// <summary>The text with another body.</summary>
    public string With(string body) => First + body + Last;
}
