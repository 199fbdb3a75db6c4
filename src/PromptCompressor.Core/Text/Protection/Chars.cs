using System.Buffers;
using System.Globalization;

namespace PromptCompressor.Core.Text.Protection;

/// <summary>Character classes that several rules share. Surrogates belong to none of them, so a lone one is only a delimiter.</summary>
internal static class Chars
{
    /// <summary>Decimal digits of every script in the BMP, and the number signs such as ½ and ².</summary>
    public static readonly SearchValues<char> Numerals = SearchValues.Create(
        Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsNumeral).ToArray());

    public static bool IsNumeral(char c) =>
        char.IsAscii(c) ? char.IsAsciiDigit(c) : char.IsDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber;

    /// <summary>
    /// A letter that joins its neighbours into a word of code or a unit: the alphabets up to Hebrew, and Hangul. Scripts written
    /// without spaces are left out, because there a run of letters is a sentence.
    /// </summary>
    public static bool IsJoiningLetter(char c) =>
        char.IsAscii(c) ? char.IsAsciiLetter(c) : c is < '\u0600' or (>= '\uAC00' and <= '\uD7A3') && char.IsLetter(c);

    /// <summary>Han, kana and bopomofo: the characters that are words by themselves.</summary>
    public static bool IsIdeographic(char c) =>
        c is >= '\u2E80' and ((>= '\u3040' and <= '\u30FF') or (>= '\u3105' and <= '\u312F') or (>= '\u31F0' and <= '\u31FF')
            or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF')
            or (>= '\u2E80' and <= '\u2FDF') or '\u3005' or '\u3006' or '\u3007' or (>= '\uFF66' and <= '\uFF9D'));

    /// <summary>Spaces that typographers put inside a number or before its unit, with the ordinary one.</summary>
    public static bool IsInnerSpace(char c) => c is ' ' or '\u00A0' or '\u202F' or '\u2009';

    public static bool IsCurrency(char c) => c == '$' || (!char.IsAscii(c) && char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol);

    /// <summary>The character at <paramref name="index"/>, or NUL outside the text.</summary>
    public static char At(string text, int index) => (uint)index < (uint)text.Length ? text[index] : '\0';
}
