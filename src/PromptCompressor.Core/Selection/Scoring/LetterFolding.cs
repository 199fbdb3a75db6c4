using System.Globalization;
using System.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>
/// One way to write a word, for comparing: small letters of one width, without the accents and vowel signs that some writers leave out, and
/// figures of every script as 0 to 9.
/// </summary>
internal static class LetterFolding
{
    private const string SoundMarks = "\u3099\u309A\uFF9E\uFF9F";

    /// <summary>The character that stands for another one; 0 for none.</summary>
    private static readonly char[] Table = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => FoldOf((char)c))];

    /// <param name="word">Any.</param>
    /// <param name="folded">Room for the folded word, as long as the word at least; what does not fit is left out.</param>
    /// <returns>How many characters were filled.</returns>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        var length = 0;
        if (Ascii.IsValid(word))
        {
            foreach (var c in word[..Math.Min(word.Length, folded.Length)])
            {
                folded[length++] = Table[c];
            }

            return length;
        }

        // A sound mark of Katakana and Hiragana may be a character of its own, but belongs to the letter in front of it.
        if (word.ContainsAny(SoundMarks))
        {
            word = word.ToString().Normalize(NormalizationForm.FormKC);
            word = word[..Math.Min(word.Length, folded.Length)];
        }

        // Vietnamese tells words apart by what others leave out.
        var isVietnamese = word.ContainsAnyInRange('\u1EA0', '\u1EF9');
        foreach (var c in word)
        {
            var fold = isVietnamese ? char.ToLowerInvariant(c) : Table[c];
            if (fold != '\0' && length < folded.Length)
            {
                folded[length++] = fold;
                if (c is 'ß' && length < folded.Length)
                {
                    folded[length++] = fold;
                }
            }
        }

        return length;
    }

    private static char FoldOf(char c)
    {
        if (char.IsAscii(c))
        {
            return c is 'y' or 'Y' ? 'i' : char.ToLowerInvariant(c);
        }

        if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
        {
            return (char)('0' + digit);
        }

        return c switch
        {
            'ß' => 's',
            'ø' or 'Ø' => 'o',
            'ł' or 'Ł' => 'l',
            'đ' or 'Đ' => 'd',
            'ı' or 'İ' => 'i',
            'æ' or 'Æ' => 'e',
            'œ' or 'Œ' => 'e',
            'ς' => 'σ',
            'ى' => 'ي',

            // Accents; Hebrew points; Arabic vowel signs, hamzas and the stretched line; nukta; joiners and soft hyphens.
            (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05C7') or (>= '\u064B' and <= '\u0655') or '\u0670' or '\u0640' or '\u093C' or '\u200C' or '\u200D' or '\u00AD' => '\0',

            // Letters with accents of their own, and of other widths; the rest of Asia's are told apart by what would be taken from them.
            (>= '\u00C0' and < '\u0900') or (>= '\u0958' and <= '\u095F') or (>= '\u1E00' and < '\u2000') or (>= '\uF900' and < '\uFB07') or (>= '\uFF10' and <= '\uFFDC') => Base(c),
            _ => c,
        };
    }

    /// <summary>The first character of what it is made of, as it is folded itself.</summary>
    private static char Base(char c)
    {
        var parts = c.ToString().Normalize(NormalizationForm.FormKD);
        return parts[0] == c ? char.ToLowerInvariant(c) : FoldOf(parts[0]);
    }
}
