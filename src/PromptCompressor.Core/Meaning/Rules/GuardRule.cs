using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// What denies, limits or conditions a sentence stays with whatever is kept of it: <c>not</c>, <c>at most</c>, <c>unless</c>. And it never
/// stands alone: it keeps the word it governs, or it would deny the next one that is kept.
/// </summary>
internal static class GuardRule
{
    /// <summary>How many words may stand in a gap of <c>too ... to</c>.</summary>
    private const int LongestGap = 6;

    /// <summary>Among how many words next to a guard the most probable one is what it governs.</summary>
    private const int Reach = 4;

    /// <summary>How many characters without spaces are a word, roughly.</summary>
    private const int IdeographReach = 2;
    private const int SyllableReach = 4;

    /// <summary>A Japanese verb with its endings.</summary>
    private const int LongestStem = 8;
    private const int LongestRoot = 3;

    /// <summary>Binds the guards of one sentence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="languages">It may be in.</param>
    /// <param name="node">Stands for all that the sentence says.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, SentenceRange sentence, uint languages, int node, BindingBuilder bindings)
    {
        for (var i = sentence.Start; i < sentence.End; i++)
        {
            if (text.UnspacedGuardAt(i) is { } guard)
            {
                BindUnspaced(text, sentence, i, guard, node, bindings);
                continue;
            }

            if (text.Whole(i) is not { IsException: true } && !BindPhrase(text, sentence, i, text.Whole(i), languages, node, bindings) && text.Affix(i) is { IsException: false } affix)
            {
                BindPhrase(text, sentence, i, affix, languages, node, bindings);
            }
        }
    }

    private static bool BindPhrase(UnitText text, SentenceRange sentence, int start, Entry? first, uint languages, int node, BindingBuilder bindings)
    {
        if (first is null)
        {
            return false;
        }

        Span<int> places = stackalloc int[16];
        foreach (var phrase in first.Phrases)
        {
            if ((phrase.Languages == 0 || (phrase.Languages & languages) != 0) && Matches(text, sentence, start, phrase, places))
            {
                var own = places[..phrase.Words.Length];
                foreach (var place in own)
                {
                    bindings.Bind(node, place);
                    bindings.Bind(place, node);
                }

                BindGoverned(text, sentence, own[0], own[^1], phrase.Governs, bindings);
                return true;
            }
        }

        return false;
    }

    private static bool Matches(UnitText text, SentenceRange sentence, int start, Phrase phrase, Span<int> places)
    {
        places[0] = start;
        for (var word = 1; word < phrase.Words.Length; word++)
        {
            var last = Math.Min(sentence.End, places[word - 1] + 2 + (phrase.Gaps[word] ? LongestGap : 0));
            var at = places[word - 1] + 1;
            while (at < last && !text.Is(at, phrase.Words[word]))
            {
                at++;
            }

            if (at >= last)
            {
                return false;
            }

            places[word] = at;
        }

        return true;
    }

    private static void BindGoverned(UnitText text, SentenceRange sentence, int first, int last, Governs governs, BindingBuilder bindings)
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

    private static void BindUnspaced(UnitText text, SentenceRange sentence, int start, Governs governs, int node, BindingBuilder bindings)
    {
        var end = start + text.LengthAt(start);
        bindings.BindAll(node, start, end);
        for (var i = start; i < end; i++)
        {
            bindings.Bind(i, node);
        }

        if (governs == Governs.Following)
        {
            var first = FirstWord(text, end, sentence.End, 1);
            if (first >= 0)
            {
                bindings.Bind(start, first);
                KeepCharacters(text, sentence, first, bindings);
                return;
            }
        }

        if (governs != Governs.Itself)
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
