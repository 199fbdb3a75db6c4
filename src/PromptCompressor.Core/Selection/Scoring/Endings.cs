using System.Buffers;
using System.Collections.Frozen;

namespace PromptCompressor.Core.Selection.Scoring;

/// <param name="Text">Folded, as <see cref="LetterFolding"/> does.</param>
/// <param name="LeastStem">Letters that must be left of a word without it.</param>
internal readonly record struct Ending(string Text, int LeastStem);

/// <summary>
/// Endings that a word takes in some of its forms, of all languages that share a script: which of them a text is in need not be known, as
/// long as question and text are read alike. What is left of a word is no word of the language, and need not be one.
/// </summary>
internal static class Endings
{
    private static readonly FrozenDictionary<char, Ending[]> ByLastLetter = Table(
    [
        // English, German, Dutch, French, Spanish, Portuguese, Italian, Romanian, Polish, Czech, Turkish. y is folded to i.
        (3, "s es ed ing e en"),
        (4, "a i o u li er em ar ir ul ach ami lar ler ego emu imi ich ele"),
        (4, "ilor elor ului larin lerin larda lerde lardan lerden"),

        // Russian, Ukrainian.
        (3, "а я о е и ы у ю ь і є ов ев ів еи ии ыи ои ая яя ое ее ые ие ым им ом ем ам ям ах ях ую юю ть ами ями ого его ому ему"),

        // Greek.
        (3, "α η ο ι ε ω οσ ησ ασ εσ ου ων οι ον ια ει ουσ ουν ιου"),

        // Arabic; see Prefixes.
        (3, "ه ي ة ات ون ين ان ها هم يه"),

        // Hindi.
        (2, "ा ि ी ु ू े ो ं ँ ों ें ीं ाओं ाएं ियां ियाँ ियों"),

        // Korean: particles.
        (1, "는 은 를 을 에서 에게 으로 까지 부터"),
        (2, "이 가 의 에 로 와 과 도 만 들"),
    ]);

    private static readonly Ending[][] ByLastLatinLetter = [.. Enumerable.Range(0, 0x80).Select(c => ByLastLetter.GetValueOrDefault((char)c, []))];

    /// <summary>The Arabic article, alone and behind what is written together with it.</summary>
    private static readonly string[] Prefixes = ["وال", "فال", "بال", "كال", "ال", "لل"];

    private const int LeastBehindPrefix = 3;

    /// <summary>Letters whose <c>s</c> belongs to the word: <c>bus</c>, <c>Haus</c>, <c>dress</c>.</summary>
    private static readonly SearchValues<char> KeepS = SearchValues.Create("us");

    /// <summary>A word without its endings, and without what stands in front of it.</summary>
    /// <param name="word">Folded.</param>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> word)
    {
        word = word[LengthOfPrefix(word)..];
        while (LengthOfEnding(word) is var length and > 0)
        {
            word = word[..^length];
        }

        return word;
    }

    private static int LengthOfPrefix(ReadOnlySpan<char> word)
    {
        foreach (var prefix in word[0] is >= '\u0600' and <= '\u06FF' ? Prefixes : [])
        {
            if (word.Length >= prefix.Length + LeastBehindPrefix && word.StartsWith(prefix))
            {
                return prefix.Length;
            }
        }

        return 0;
    }

    private static int LengthOfEnding(ReadOnlySpan<char> word)
    {
        foreach (var ending in char.IsAscii(word[^1]) ? ByLastLatinLetter[word[^1]] : ByLastLetter.GetValueOrDefault(word[^1], []))
        {
            var left = word.Length - ending.Text.Length;
            if (left >= ending.LeastStem && word.EndsWith(ending.Text) && !(ending.Text is "s" && KeepS.Contains(word[left - 1])) && HasVowel(word[..left]))
            {
                return ending.Text.Length;
            }
        }

        return 0;
    }

    /// <summary>What is left of <c>string</c> without <c>ing</c> is no stem. Asked of Latin letters alone.</summary>
    private static bool HasVowel(ReadOnlySpan<char> stem) => !char.IsAsciiLetter(stem[^1]) || stem.ContainsAny("aeiou");

    private static FrozenDictionary<char, Ending[]> Table(IEnumerable<(int LeastStem, string Endings)> rows) => rows
        .SelectMany(row => row.Endings.Split(' ').Select(text => new Ending(text, row.LeastStem)))
        .GroupBy(ending => ending.Text[^1])
        .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(ending => ending.Text.Length).ToArray());
}
