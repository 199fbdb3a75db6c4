using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>What a guard governs stays with it, or it would deny the next word that is kept.</summary>
internal static class GovernedWords
{
    /// <summary>Among how many words next to a guard the most probable one is what it governs, and how far these may be away.</summary>
    private const int Reach = 4;
    private const int Farthest = 8;

    /// <summary>The divisor of a word's probability that a nearer word needs at least.</summary>
    private const int LeastShare = 2;

    /// <summary>How many characters without spaces are a word, roughly.</summary>
    private const int IdeographReach = 2;
    private const int SyllableReach = 4;

    /// <summary>A Japanese verb with its endings.</summary>
    private const int LongestStem = 8;
    private const int LongestRoot = 3;

    /// <summary>Binds a guard to the word that it governs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sentence">The sentence of the guard.</param>
    /// <param name="own">Units of the guard.</param>
    /// <param name="governs">Where what it governs stands.</param>
    /// <param name="languages">The sentence may be in.</param>
    /// <param name="isGuard">For each unit, whether it is one of a guard.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, SentenceRange sentence, ReadOnlySpan<int> own, Governs governs, uint languages, ReadOnlySpan<bool> isGuard, BindingBuilder bindings)
    {
        if (governs == Governs.Itself)
        {
            return;
        }

        // "neither the guard nor the driver": each has a word.
        for (var i = 1; i < own.Length; i++)
        {
            if (Best(text, own[i - 1] + 1, own[i], 1, languages, isGuard) is { Says: true } between)
            {
                bindings.Bind(own[0], between.Unit);
            }
        }

        var (first, last) = (own[0], own[^1]);
        var governed = OnSide(governs == Governs.Following, isGuard);
        if (!governed.Says)
        {
            var other = OnSide(governs != Governs.Following, isGuard);
            governed = other.Says || governed.Unit < 0 ? other : governed;
        }

        if (governed.Unit >= 0)
        {
            bindings.Bind(last, governed.Unit);
            KeepCharacters(text, sentence, governed.Unit, bindings);
        }

        (int Unit, bool Says) OnSide(bool isBehind, ReadOnlySpan<bool> guards) => isBehind
            ? Best(text, last + 1, sentence.End, 1, languages, guards)
            : Best(text, first - 1, sentence.Start - 1, -1, languages, guards);
    }

    /// <summary>
    /// A number nearby, or the first of the next words that is about as probable as the best of them: "without any help" keeps "help", and "ohne
    /// Hilfe zu heben" keeps "Hilfe". What only helps the next word is passed by: "nobody had asked" keeps "asked". A mark ends the search, and so
    /// does another guard, which has words of its own.
    /// </summary>
    /// <returns>-1: none; and whether the word says something by itself.</returns>
    private static (int Unit, bool Says) Best(UnitText text, int from, int to, int step, uint languages, ReadOnlySpan<bool> isGuard)
    {
        Span<int> words = stackalloc int[Reach];
        var count = 0;
        var highest = 0;
        var helper = -1;
        var isHelped = false;
        for (var i = from; i != to && count < Reach && Math.Abs(i - from) < Farthest; i += step)
        {
            if (!text.IsWord(i))
            {
                if (text.Kinds[i] is UnitKind.Quote or UnitKind.Open or UnitKind.Symbol or UnitKind.Tag)
                {
                    continue;
                }

                break;
            }

            if (isGuard[i] && (count > 0 || helper >= 0))
            {
                break;
            }

            if (text.Kinds[i] == UnitKind.Number || text.Has(i, Role.Number))
            {
                return (i, true);
            }

            // Articles and their like come last: "nor the driver".
            if (text.Has(i, Role.Auxiliary) || (text.Whole(i) is { } entry && (entry.Common & languages) != 0))
            {
                helper = helper < 0 ? i : helper;
                isHelped |= text.Has(i, Role.Auxiliary);
                continue;
            }

            if (isHelped && count == 0 && text.Kinds[i] == UnitKind.Word)
            {
                return (i, true);
            }

            words[count++] = i;
            highest = Math.Max(highest, text[i].Score.Value);
        }

        foreach (var word in words[..count])
        {
            if (text[word].Score.Value * LeastShare >= highest)
            {
                return (word, true);
            }
        }

        return (helper, false);
    }

    /// <summary>The same for a guard in a script without spaces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sentence">The sentence of the guard.</param>
    /// <param name="start">First unit of the guard.</param>
    /// <param name="end">Behind its last one.</param>
    /// <param name="governs">Where what it governs stands.</param>
    /// <param name="bindings">Where to.</param>
    public static void BindUnspaced(UnitText text, SentenceRange sentence, int start, int end, Governs governs, BindingBuilder bindings)
    {
        if (governs == Governs.Following && FirstWord(text, end, sentence.End, 1) is >= 0 and var first)
        {
            bindings.Bind(start, first);
            KeepCharacters(text, sentence, first, bindings);
        }
        else if (governs != Governs.Itself)
        {
            BindStem(text, sentence, start, bindings);
        }
    }

    private static int FirstWord(UnitText text, int from, int to, int step)
    {
        for (var i = from; i != to; i += step)
        {
            if (text.IsWord(i))
            {
                return i;
            }

            if (text.Kinds[i] is UnitKind.Mark or UnitKind.End)
            {
                break;
            }
        }

        return -1;
    }

    /// <summary>One character is no word: those behind it stay with it.</summary>
    private static void KeepCharacters(UnitText text, SentenceRange sentence, int first, BindingBuilder bindings)
    {
        if (text.Kinds[first] != UnitKind.Unspaced)
        {
            return;
        }

        var length = Math.Max(text.LengthAt(first), text.FirstChar(first) < '\u2E80' ? SyllableReach : IdeographReach);
        for (var i = first + 1; i < Math.Min(first + length, sentence.End) && text.Kinds[i] == UnitKind.Unspaced && text.Gaps[i] == Gap.None; i++)
        {
            bindings.Bind(first, i);
        }
    }

    /// <summary>Back over the endings of a verb (Hiragana) to its root (Han), or over some characters of other scripts.</summary>
    private static void BindStem(UnitText text, SentenceRange sentence, int start, BindingBuilder bindings)
    {
        var first = start;
        var isRoot = false;
        for (var i = start - 1; i >= sentence.Start && start - i <= LongestStem; i--)
        {
            if (text.Kinds[i] != UnitKind.Unspaced)
            {
                first = first == start && text.IsWord(i) ? i : first;
                break;
            }

            var isHiragana = text.FirstChar(i) is >= '\u3040' and <= '\u309F';
            if (isHiragana && isRoot)
            {
                break;
            }

            isRoot = !isHiragana;
            first = i;
            if (isRoot && (i == sentence.Start || text.Kinds[i - 1] != UnitKind.Unspaced || first <= start - LongestStem || RootLength(text, i, start) >= LongestRoot))
            {
                break;
            }
        }

        bindings.BindAll(start, first, start);
    }

    private static int RootLength(UnitText text, int from, int to)
    {
        var length = 0;
        while (from + length < to && text.FirstChar(from + length) is not (>= '\u3040' and <= '\u309F'))
        {
            length++;
        }

        return length;
    }
}
