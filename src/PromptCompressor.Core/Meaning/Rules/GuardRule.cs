using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// What denies or conditions a sentence stays with whatever is kept of it: <c>not</c>, <c>only</c>, <c>unless</c>. What limits a phrase stays with
/// whatever is kept of that: <c>at most</c>, <c>before</c>; beside a "not" it limits the whole sentence too. None of them ever stands alone.
/// </summary>
internal static class GuardRule
{
    /// <summary>How many words may stand in a gap of <c>too ... to</c>.</summary>
    /// <summary>In how many words behind what may limit one a number must come; a word without spaces is of some three units.</summary>
    private const int NumberReach = 4;

    private const int LongestGap = 6;

    /// <summary>How many words beside it a limit may be about, common ones aside, and how many characters without spaces.</summary>
    private const int LimitedWords = 4;
    private const int LimitedCharacters = 12;

    /// <summary>How far away they may be.</summary>
    private const int LimitedReach = 10;

    /// <summary>Binds the guards of one sentence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="languages">It may be in.</param>
    /// <param name="node">Stands for all that the sentence says.</param>
    /// <param name="isGuard">For each unit of the text, whether it is one of a guard; filled for this sentence.</param>
    /// <param name="bindings">Where to.</param>
    /// <returns>Whether something is denied or conditioned in it.</returns>
    public static bool Bind(UnitText text, SentenceRange sentence, uint languages, int node, bool[] isGuard, BindingBuilder bindings)
    {
        var found = Find(text, sentence, languages);
        if (found.Count == 0)
        {
            return false;
        }

        foreach (var (own, _) in found)
        {
            foreach (var place in own)
            {
                isGuard[place] = true;
            }
        }

        // 1. What denies needs a word to deny, and the whole sentence needs it.
        List<Limit>? limits = null;
        var isGuarded = false;
        foreach (var (own, guard) in found)
        {
            if (text.UnspacedGuardAt(own[0]) is not null)
            {
                GovernedWords.BindUnspaced(text, sentence, own[0], own[^1] + 1, guard.Governs, bindings);
            }
            else
            {
                GovernedWords.Bind(text, sentence, own, guard.Governs, languages, isGuard, bindings);
            }

            isGuarded |= !guard.IsLimit;
            var from = guard.IsLimit ? bindings.AddNode() : node;
            foreach (var place in own)
            {
                bindings.Join(from, place);
                if (guard.IsLimit)
                {
                    bindings.Bind(place, node);
                }
            }

            if (guard.IsLimit)
            {
                (limits ??= []).Add(new Limit(from, own[0], own[^1], guard.Governs));
            }
        }

        // 2. What limits a phrase is needed by the phrase, beside a "not" by all.
        foreach (var limit in limits ?? [])
        {
            if (isGuarded)
            {
                bindings.Bind(node, limit.Node);
            }
            else
            {
                BindLimited(text, sentence, limit, languages, bindings);
            }
        }

        BindBrackets(text, sentence, found, bindings);
        return isGuarded;
    }

    private static List<(int[] Own, Guard Guard)> Find(UnitText text, SentenceRange sentence, uint languages)
    {
        var found = new List<(int[] Own, Guard Guard)>();
        Span<int> places = stackalloc int[16];
        var excepted = sentence.Start;
        for (var i = sentence.Start; i < sentence.End; i++)
        {
            if (text.UnspacedGuardAt(i) is { } unspaced)
            {
                Add(unspaced, [.. Enumerable.Range(i, text.LengthAt(i))]);
            }
            else if (i >= excepted && Find(text, sentence, i, languages, places) is { } phrase)
            {
                var own = places[..phrase.Words.Length].ToArray();
                if (phrase.Guard is { } guard)
                {
                    Add(guard, own);
                }
                else
                {
                    excepted = own[^1] + 1;
                }
            }
        }

        return found;

        void Add(Guard guard, int[] own)
        {
            if (!guard.NeedsNumber || HasNumber(text, own[^1] + 1, sentence.End))
            {
                found.Add((own, guard));
            }
        }
    }

    /// <summary>Whether one of the next words is a number.</summary>
    private static bool HasNumber(UnitText text, int from, int end)
    {
        var reach = from < end && text.Kinds[from] == UnitKind.Unspaced ? 3 * NumberReach : NumberReach;
        for (var i = from; i < Math.Min(from + reach, end); i++)
        {
            if (text.Kinds[i] == UnitKind.Number || text.Has(i, Role.Number))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"The board (if you ask me) did not agree" sets no condition, but without brackets it would.</summary>
    private static void BindBrackets(UnitText text, SentenceRange sentence, List<(int[] Own, Guard Guard)> found, BindingBuilder bindings)
    {
        var next = 0;
        for (var open = sentence.Start; open < sentence.End; open++)
        {
            if (text.Kinds[open] != UnitKind.Open)
            {
                continue;
            }

            var close = open + 1;
            while (close < sentence.End && text.Kinds[close] is not (UnitKind.Open or UnitKind.Close))
            {
                close++;
            }

            if (close < sentence.End && text.Kinds[close] == UnitKind.Close)
            {
                for (; next < found.Count && found[next].Own[0] < close; next++)
                {
                    var (own, guard) = found[next];
                    if (own[0] > open && !guard.IsLimit)
                    {
                        bindings.Bind(own[0], open);
                        bindings.Bind(own[0], close);
                    }
                }
            }
        }
    }

    /// <summary>The longest phrase of the tables that begins with a unit; null: none does.</summary>
    private static Phrase? Find(UnitText text, SentenceRange sentence, int start, uint languages, Span<int> places) =>
        text.Whole(start) is { IsException: true } ? null
            : Find(text, sentence, start, text.Whole(start), languages, places)
            ?? (text.Affix(start) is { IsException: false } affix ? Find(text, sentence, start, affix, languages, places) : null);

    private static Phrase? Find(UnitText text, SentenceRange sentence, int start, Entry? first, uint languages, Span<int> places)
    {
        if (first is null)
        {
            return null;
        }

        foreach (var phrase in first.Phrases)
        {
            if ((phrase.Languages == 0 || (phrase.Languages & languages) != 0) && Matches(text, sentence, start, phrase, places))
            {
                return phrase;
            }
        }

        return null;
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

    /// <summary>Words on the side that a limit speaks of, up to a mark; where there are none, those on its other side.</summary>
    private static void BindLimited(UnitText text, SentenceRange sentence, Limit limit, uint languages, BindingBuilder bindings)
    {
        var isBehind = limit.Governs == Governs.Preceding;
        if (BindWords(isBehind) == 0)
        {
            BindWords(!isBehind);
        }

        int BindWords(bool isBefore)
        {
            var (from, to, step) = isBefore ? (limit.First - 1, sentence.Start - 1, -1) : (limit.Last + 1, sentence.End, 1);
            var bound = 0;
            for (var i = from; i != to && bound < LimitedWords * LimitedCharacters && (Math.Abs(i - from) < LimitedReach || text.Kinds[i] == UnitKind.Unspaced) && text.Kinds[i] is not (UnitKind.Mark or UnitKind.End or UnitKind.Tag); i += step)
            {
                if (text.IsContent(i))
                {
                    bindings.Bind(i, limit.Node);
                    bound += text.Kinds[i] == UnitKind.Unspaced ? LimitedWords : text.Whole(i) is { } entry && (entry.Common & languages) != 0 ? 1 : LimitedCharacters;
                }
            }

            return bound;
        }
    }

    /// <param name="Node">What is bound to it needs the limit.</param>
    /// <param name="First">First unit of the limit.</param>
    /// <param name="Last">Its last one.</param>
    /// <param name="Governs">Where what it limits stands.</param>
    private readonly record struct Limit(int Node, int First, int Last, Governs Governs);
}
