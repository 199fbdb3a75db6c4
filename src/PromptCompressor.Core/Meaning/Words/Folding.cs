using System.Text;

namespace PromptCompressor.Core.Meaning.Words;

/// <summary>One way to write a word: small letters, plain apostrophes, no marks that writers leave out.</summary>
internal static class Folding
{
    /// <summary>Longer than any word of the tables.</summary>
    public const int MaxLength = 32;

    /// <param name="word">A word as it stands in a text.</param>
    /// <param name="folded">Room for <see cref="MaxLength"/> characters.</param>
    /// <returns>How many were filled; 0 for a word that no table has: too long, of rare scripts, or no text.</returns>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        if (word.Length > MaxLength || word.ContainsAnyInRange('\uD800', '\uDFFF') || word.ContainsAnyInRange('\uFFFE', '\uFFFF'))
        {
            return 0;
        }

        if (word.ContainsAnyInRange('\u0300', '\u036F'))
        {
            Span<char> composed = stackalloc char[MaxLength * 2];
            return word.TryNormalize(composed, out var written, NormalizationForm.FormC) && written <= MaxLength
                ? FoldComposed(composed[..written], folded)
                : 0;
        }

        return FoldComposed(word, folded);
    }

    private static int FoldComposed(ReadOnlySpan<char> word, Span<char> folded)
    {
        var length = 0;
        foreach (var c in word)
        {
            var folding = char.IsAscii(c) ? char.ToLowerInvariant(c) : FoldWide(c);
            if (folding != '\0')
            {
                folded[length++] = folding;
            }
        }

        return length;
    }

    private static char FoldWide(char c) => c switch
    {
        '\u2019' or '\u02BC' or '\uFF07' => '\'',
        '\u2010' or '\u2011' => '-',
        '\u0130' => 'i',
        'ё' or 'Ё' => 'е',
        'ς' => 'σ',

        // Arabic vowel signs and the stretched line; forms of alef.
        (>= '\u064B' and <= '\u0652') or '\u0670' or '\u0640' => '\0',
        // The one that begins "if" stays apart from the one that begins "that".
        'أ' or 'آ' or 'ٱ' => 'ا',

        // Devanagari nukta and the letters that have it built in.
        '\u093C' or '\u200C' or '\u200D' or '\u00AD' => '\0',
        '\u0958' => 'क',
        '\u0959' => 'ख',
        '\u095A' => 'ग',
        '\u095B' => 'ज',
        '\u095C' => 'ड',
        '\u095D' => 'ढ',
        '\u095E' => 'फ',
        '\u095F' => 'य',
        _ => char.ToLowerInvariant(c),
    };
}
