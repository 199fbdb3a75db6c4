namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What a text is to answer: what the call asked for whose result it is, and what the user wants to know.</summary>
internal static class TextAim
{
    /// <param name="query">What the call asked for; null where the text is no result of one.</param>
    /// <param name="question">What the user wants to know, if anything. Of a long one the end stays, where a question stands.</param>
    /// <param name="longest">The most characters that it may have.</param>
    public static string? Of(string? query, string? question, int longest)
    {
        if (string.IsNullOrEmpty(query) || string.IsNullOrEmpty(question))
        {
            return !string.IsNullOrEmpty(query) ? Beginning(query, longest) : question is null ? null : End(question, longest);
        }

        var first = Beginning(query, longest);
        var room = longest - first.Length - 1;
        return room > 0 ? $"{first} {End(question, room)}" : first;
    }

    private static string Beginning(string text, int length) =>
        text.Length <= length ? text : text[..(length - (IsWithinPair(text, length) ? 1 : 0))];

    private static string End(string text, int length) =>
        text.Length <= length ? text : text[(text.Length - length + (IsWithinPair(text, text.Length - length) ? 1 : 0))..];

    /// <summary>Whether a place is between the two halves of one character.</summary>
    private static bool IsWithinPair(string text, int place) => place > 0 && place < text.Length && char.IsSurrogatePair(text[place - 1], text[place]);
}
