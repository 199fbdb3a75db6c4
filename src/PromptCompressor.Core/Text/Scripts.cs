using System.Globalization;
using System.Text;

namespace PromptCompressor.Core.Text;

/// <summary>What kind of character decides where words begin and how heavy a text is.</summary>
internal enum CharacterKind
{
    WhiteSpace,

    /// <summary>Part of a word: letters, digits, marks, underscore.</summary>
    Letter,

    /// <summary>Written without spaces between words (Han, Hiragana, Thai, Lao, Khmer, Myanmar): each text element is a word of its own.</summary>
    Unspaced,

    /// <summary>Katakana: no spaces either, but a run of it is one word.</summary>
    Katakana,

    /// <summary>Punctuation, symbols, controls.</summary>
    Symbol,
}

internal static class Scripts
{
    /// <summary>The kind of a text's first character; a lone surrogate is a symbol.</summary>
    public static CharacterKind KindOfFirst(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var first, out _);
        return KindOf(first);
    }

    public static CharacterKind KindOf(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
        {
            return char.IsAsciiLetterOrDigit((char)value) || value == '_' ? CharacterKind.Letter
                : char.IsWhiteSpace((char)value) ? CharacterKind.WhiteSpace
                : CharacterKind.Symbol;
        }

        if (Rune.IsWhiteSpace(rune))
        {
            return CharacterKind.WhiteSpace;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter:
            case UnicodeCategory.LowercaseLetter:
            case UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.ModifierLetter:
            case UnicodeCategory.OtherLetter:
            case UnicodeCategory.LetterNumber:
            case UnicodeCategory.DecimalDigitNumber:
            case UnicodeCategory.NonSpacingMark:
            case UnicodeCategory.SpacingCombiningMark:
            case UnicodeCategory.EnclosingMark:
                return IsKatakana(value) ? CharacterKind.Katakana
                    : IsUnspaced(value) ? CharacterKind.Unspaced
                    : CharacterKind.Letter;
            case UnicodeCategory.Format:
                // Joiners, soft hyphens and direction marks sit inside words.
                return CharacterKind.Letter;
            default:
                return CharacterKind.Symbol;
        }
    }

    private static bool IsKatakana(int value) =>
        value is (>= 0x30A0 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9F);

    private static bool IsUnspaced(int value) =>
        value is (>= 0x0E00 and <= 0x0EFF)      // Thai, Lao
            or (>= 0x1000 and <= 0x109F)        // Myanmar
            or (>= 0x1780 and <= 0x17FF)        // Khmer
            or (>= 0x3005 and <= 0x3007)        // iteration marks
            or (>= 0x3040 and <= 0x309F)        // Hiragana
            or (>= 0x3400 and <= 0x4DBF)        // Han extension A
            or (>= 0x4E00 and <= 0x9FFF)        // Han
            or (>= 0xF900 and <= 0xFAFF)        // Han, compatibility
            or (>= 0x20000 and <= 0x323AF);     // Han, supplementary planes
}
