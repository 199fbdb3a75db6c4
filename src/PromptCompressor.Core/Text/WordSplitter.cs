using System.Globalization;
using System.Text;

namespace PromptCompressor.Core.Text;

/// <summary>
/// Cuts a text into words: what selection keeps or drops. The rule depends on the text alone, never on a model, so that
/// cached scores, spans and labels of every model speak of the same words.
/// </summary>
/// <remarks>
/// A word is a run of letters and digits, with inner apostrophes and hyphens; a text element of a script written
/// without spaces; a run of Katakana; or a symbol, where repeats of one symbol (<c>...</c>, <c>----</c>) are one word.
/// Words never overlap and cover everything but white space.
/// </remarks>
public static class WordSplitter
{
    /// <summary>Appends the words of <paramref name="text"/>, in order, offsets counted from its start plus <paramref name="offset"/>.</summary>
    public static void Split(ReadOnlySpan<char> text, int offset, List<TextSpan> words)
    {
        var at = 0;
        while (at < text.Length)
        {
            var kind = KindAt(text, at, out var length);
            if (kind == CharacterKind.WhiteSpace)
            {
                at += length;
                continue;
            }

            var end = kind switch
            {
                CharacterKind.Letter => EndOfLetters(text, at + length),
                CharacterKind.Katakana => EndOfKatakana(text, at + length),
                CharacterKind.Unspaced => at + StringInfo.GetNextTextElementLength(text[at..]),
                _ => EndOfSymbols(text, at, length),
            };
            words.Add(new TextSpan(offset + at, offset + end));
            at = end;
        }
    }

    private static CharacterKind KindAt(ReadOnlySpan<char> text, int at, out int length)
    {
        // A lone surrogate decodes to U+FFFD with one char consumed: a symbol.
        Rune.DecodeFromUtf16(text[at..], out var rune, out length);
        return Scripts.KindOf(rune);
    }

    private static int EndOfLetters(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var kind = KindAt(text, at, out var length);
            if (kind == CharacterKind.Letter)
            {
                at += length;
                continue;
            }

            var joins = text[at] is '\'' or '\u2019' or '-' or '\u2010' or '\u2011'
                && at + 1 < text.Length
                && KindAt(text, at + 1, out _) == CharacterKind.Letter;
            if (!joins)
            {
                break;
            }

            at++;
        }

        return at;
    }

    private static int EndOfKatakana(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && KindAt(text, at, out var length) == CharacterKind.Katakana)
        {
            at += length;
        }

        return at;
    }

    private static int EndOfSymbols(ReadOnlySpan<char> text, int at, int length)
    {
        // Emoji sequences (joiners, skin tones, flags) are text elements of several runes.
        var element = text[at] < 0x80 ? length : Math.Max(length, StringInfo.GetNextTextElementLength(text[at..]));
        var symbol = text.Slice(at, element);
        var end = at + element;
        while (text[end..].StartsWith(symbol))
        {
            end += element;
        }

        return end;
    }
}
