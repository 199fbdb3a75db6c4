using System.IO.Hashing;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <param name="Word">Index of the word it stands in, or begins with.</param>
/// <param name="Id">Hash of what is compared.</param>
internal readonly record struct Term(int Word, ulong Id);

/// <summary>
/// What relevance compares, in any language and without a dictionary: the folded beginning of a word without its ending stands for all its
/// forms; scripts written without spaces are compared by pairs of characters.
/// </summary>
internal static class Terms
{
    /// <summary>Longer than any word; of what is longer the beginning counts.</summary>
    public const int MaxLength = 64;

    /// <summary>Tuned: 5 to 8 are as good as each other; word fragments of 4 letters are no better and cost more.</summary>
    private const int StemLength = 6;

    private const string Joints = "'\u2019-\u2010\u2011_";

    /// <summary>The terms of a text in the order of its words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words.</param>
    /// <param name="asked">What a question asks for, which is looked for in compounds too; null where there is none.</param>
    public static List<Term> Of(string text, IReadOnlyList<TextSpan> words, AskedTerms? asked = null)
    {
        var terms = new List<Term>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Of(text);
            switch (Scripts.KindOfFirst(word))
            {
                case CharacterKind.Letter or CharacterKind.Katakana:
                    AddParts(i, word, asked, terms);
                    break;
                case CharacterKind.Unspaced when i + 1 < words.Count && words[i].End == words[i + 1].Start && Scripts.KindOfFirst(words[i + 1].Of(text)) == CharacterKind.Unspaced:
                    terms.Add(new Term(i, IdOfPair(text.AsSpan(words[i].Start, words[i + 1].End - words[i].Start))));
                    break;
            }
        }

        return terms;
    }

    /// <summary>What is compared of a word that is no number.</summary>
    /// <param name="word">A run of letters.</param>
    /// <param name="buffer">Room for <see cref="MaxLength"/> characters.</param>
    /// <returns>Its letters as they are compared, without its ending, and none twice in a row: <c>running</c> as <c>run</c>.</returns>
    public static ReadOnlySpan<char> StemOf(ReadOnlySpan<char> word, Span<char> buffer)
    {
        var folded = buffer[..LetterFolding.Fold(word[..Math.Min(word.Length, MaxLength)], buffer)];
        if (folded.Length == 0 || IsExact(folded))
        {
            return folded;
        }

        var length = 0;
        foreach (var c in Endings.Strip(folded))
        {
            if (length == 0 || c != buffer[length - 1] || !char.IsAsciiLetter(c))
            {
                buffer[length++] = c;
            }
        }

        return buffer[..length];
    }

    /// <summary>What stands for all words with this stem.</summary>
    public static ulong IdOf(ReadOnlySpan<char> stem) =>
        HashOf(stem.Length <= StemLength || IsExact(stem) ? stem : stem[..StemLength]);

    /// <summary><c>l'Europe</c> and <c>well-known</c> have two parts; a letter by itself is nothing to compare.</summary>
    private static void AddParts(int index, ReadOnlySpan<char> word, AskedTerms? asked, List<Term> terms)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        foreach (var range in word.SplitAny(Joints))
        {
            var part = word[range];
            if (part.Length > 1 || (part.Length == 1 && char.IsDigit(part[0])))
            {
                var stem = StemOf(part, buffer);
                if (stem.Length > 0)
                {
                    var id = IdOf(stem);
                    terms.Add(new Term(index, id));
                    asked?.AddParts(index, stem, id, terms);
                }
            }
        }
    }

    private static ulong IdOfPair(ReadOnlySpan<char> pair)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        return HashOf(buffer[..LetterFolding.Fold(pair[..Math.Min(pair.Length, MaxLength)], buffer)]);
    }

    /// <summary>Every figure of a number or an identifier counts.</summary>
    private static bool IsExact(ReadOnlySpan<char> term) => char.IsDigit(term[0]) || term.ContainsAnyInRange('0', '9');

    private static ulong HashOf(ReadOnlySpan<char> term) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(term));
}
