using System.Globalization;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>Steps over user-perceived characters (extended grapheme clusters).</summary>
internal static class TextElements
{
    /// <summary>Nothing below it joins its neighbour, save CR LF, which never stands inside a word.</summary>
    private const char FirstCombining = '\u0300';

    public static int NextLength(ReadOnlySpan<char> text) =>
        text.Length < 2 || (text[0] < FirstCombining && text[1] < FirstCombining)
            ? text.Length < 2 ? text.Length : 1
            : StringInfo.GetNextTextElementLength(text);

    /// <summary>
    /// How much of <paramref name="word"/> to take so that at most <paramref name="limit"/> chars are taken and, if it can be had, the cut
    /// stands between text elements. One element can be as long as the whole text (a letter under a million accents),
    /// so never more than the limit is looked at, and such an element is cut between code points.
    /// </summary>
    public static int Cut(ReadOnlySpan<char> word, int limit)
    {
        if (word.Length <= limit)
        {
            return word.Length;
        }

        var window = word[..limit];
        var cut = 0;
        for (var next = NextLength(window); next < limit; next += NextLength(window[next..]))
        {
            cut = next;
        }

        return cut > 0 ? cut : limit - (char.IsSurrogatePair(word[limit - 1], word[limit]) ? 1 : 0);
    }
}
