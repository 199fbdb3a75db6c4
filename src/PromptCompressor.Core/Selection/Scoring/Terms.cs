using System.IO.Hashing;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <param name="Word">Index of the word it stands in, or begins with.</param>
/// <param name="Id">Hash of what is compared.</param>
internal readonly record struct Term(int Word, ulong Id);

/// <summary>
/// What relevance compares, in any language and without a dictionary: the case-folded beginning of a word stands for all its
/// forms; scripts written without spaces are compared by pairs of characters.
/// </summary>
internal static class Terms
{
    /// <summary>Tuned: 5 to 8 are as good as each other; word fragments of 4 letters are no better and cost more.</summary>
    private const int StemLength = 6;

    private const string Joints = "'\u2019-\u2010\u2011_";

    /// <summary>The terms of a text in the order of its words.</summary>
    public static List<Term> Of(string text, IReadOnlyList<TextSpan> words)
    {
        var terms = new List<Term>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            switch (Scripts.KindOfFirst(words[i].Of(text)))
            {
                case CharacterKind.Letter or CharacterKind.Katakana:
                    AddParts(i, words[i].Of(text), terms);
                    break;
                case CharacterKind.Unspaced when i + 1 < words.Count && words[i].End == words[i + 1].Start && Scripts.KindOfFirst(words[i + 1].Of(text)) == CharacterKind.Unspaced:
                    terms.Add(new Term(i, HashOf(text.AsSpan(words[i].Start, words[i + 1].End - words[i].Start))));
                    break;
            }
        }

        return terms;
    }

    /// <summary>The beginning of a word, which stands for all its forms; of a number every figure counts.</summary>
    public static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word) => word.Length <= StemLength || char.IsDigit(word[0]) ? word : word[..StemLength];

    /// <summary><c>l'Europe</c> and <c>well-known</c> have two parts; a letter by itself is nothing to compare.</summary>
    private static void AddParts(int index, ReadOnlySpan<char> word, List<Term> terms)
    {
        foreach (var range in word.SplitAny(Joints))
        {
            var part = word[range];
            if (part.Length > 1 || (part.Length == 1 && char.IsDigit(part[0])))
            {
                terms.Add(new Term(index, HashOf(Stem(part))));
            }
        }
    }

    private static ulong HashOf(ReadOnlySpan<char> term)
    {
        Span<char> folded = term.Length <= 64 ? stackalloc char[term.Length] : new char[term.Length];
        term.ToUpperInvariant(folded);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(folded));
    }
}
