using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>What a guard governs stays with it, or it would deny the next word that is kept.</summary>
internal static class GovernedWords
{
    /// <summary>Among how many words next to a guard the most probable one is what it governs.</summary>
    private const int Reach = 4;

    /// <summary>How many characters without spaces are a word, roughly.</summary>
    private const int IdeographReach = 2;
    private const int SyllableReach = 4;

    /// <summary>A Japanese verb with its endings.</summary>
    private const int LongestStem = 8;
    private const int LongestRoot = 3;

    /// <summary>Binds a guard to the word that it governs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sentence">The sentence of the guard.</param>
    /// <param name="first">First unit of the guard.</param>
    /// <param name="last">Its last one.</param>
    /// <param name="governs">Where what it governs stands.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, SentenceRange sentence, int first, int last, Governs governs, BindingBuilder bindings)
    {
        if (governs == Governs.Itself)
        {
            return;
        }

        var following = governs == Governs.Following ? Best(text, last + 1, sentence.End, 1) : -1;
        var governed = following >= 0 ? following : Best(text, first - 1, sentence.Start - 1, -1);
        if (governed < 0 && governs == Governs.Preceding)
        {
            governed = Best(text, last + 1, sentence.End, 1);
        }

        if (governed >= 0)
        {
            bindings.Bind(last, governed);
            KeepCharacters(text, sentence, governed, bindings);
        }
    }

    /// <summary>A number nearby, or the most probable of the next words; a mark ends the search.</summary>
    private static int Best(UnitText text, int from, int to, int step)
    {
        var best = -1;
        var seen = 0;
        for (var i = from; i != to && seen < Reach; i += step)
        {
            if (!text.IsWord(i))
            {
                if (text.Kinds[i] is UnitKind.Quote or UnitKind.Open or UnitKind.Symbol or UnitKind.Tag)
                {
                    continue;
                }

                break;
            }

            seen++;
            if (text.Kinds[i] == UnitKind.Number || text.Has(i, Role.Number))
            {
                return i;
            }

            best = best < 0 || text[i].Score > text[best].Score ? i : best;
        }

        return best;
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
