namespace PromptCompressor.Core.Text.Protection;

/// <summary>Tells text that can lose words from values that cannot: inside JSON strings and table cells.</summary>
internal static class Prose
{
    private const int MinWords = 6;

    /// <summary>Chinese and Japanese text has no white space; this many characters make a sentence of it, not a name or an address.</summary>
    private const int MinIdeographs = 24;

    public static bool IsLikely(ReadOnlySpan<char> content)
    {
        var words = 0;
        var ideographs = 0;
        var inWord = false;
        foreach (var c in content)
        {
            var isSpace = char.IsWhiteSpace(c);
            words += !isSpace && !inWord ? 1 : 0;
            inWord = !isSpace;
            ideographs += Chars.IsIdeographic(c) ? 1 : 0;
            if (words >= MinWords || ideographs >= MinIdeographs)
            {
                return true;
            }
        }

        return false;
    }
}
