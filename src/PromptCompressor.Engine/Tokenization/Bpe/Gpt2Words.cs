using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>
/// GPT-2's way of cutting text into words before pairs of bytes are merged, that most byte-level tokenizers share:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. By hand, since .NET's regular
/// expressions see halves of surrogate pairs where the original sees letters, and backtrack over long runs.
/// </summary>
internal static class Gpt2Words
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Letter,
        Number,
        WhiteSpace,
        Other,
    }

    /// <summary>Where the word ends that begins at <paramref name="start"/>, which must be within the text.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'')
        {
            foreach (var contraction in Contractions)
            {
                if (text[start..].StartsWith(contraction, StringComparison.Ordinal))
                {
                    return start + contraction.Length;
                }
            }
        }

        // One space belongs to what follows it.
        var first = text[start] == ' ' && start + 1 < text.Length && KindAt(text, start + 1, out _) != Kind.WhiteSpace ? start + 1 : start;
        var kind = KindAt(text, first, out _);
        var end = first;
        while (end < text.Length && KindAt(text, end, out var length) == kind)
        {
            end += length;
        }

        // Of white space before a word the last character is left to that word, unless it is the only one.
        return kind == Kind.WhiteSpace && end < text.Length && end - start > 1 ? end - 1 : end;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int position, out int length)
    {
        Rune.DecodeFromUtf16(text[position..], out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
        {
            return Kind.WhiteSpace;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
