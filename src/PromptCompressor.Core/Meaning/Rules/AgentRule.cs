using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// <c>fired by Tom</c> is not <c>fired Tom</c>: what says that a name is of who did it stays between the name and what was done.
/// </summary>
internal static class AgentRule
{
    /// <summary>How many words may stand between, and how many characters a name has without spaces.</summary>
    private const int Reach = 3;
    private const int Characters = 4;

    /// <param name="text">The text.</param>
    /// <param name="sentence">One of its sentences.</param>
    /// <param name="languages">It may be in.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, SentenceRange sentence, uint languages, BindingBuilder bindings)
    {
        for (var i = sentence.Start; i < sentence.End; i++)
        {
            if (!text.Has(i, Role.Agent))
            {
                continue;
            }

            var length = Math.Max(1, text.LengthAt(i));
            var (left, right) = (Words(text, sentence, i - 1, -1, languages), Words(text, sentence, i + length, 1, languages));
            if (left >= 0 && right >= 0)
            {
                for (var own = i; own < i + length; own++)
                {
                    bindings.Divide(new Divider(own, left..i, (i + length)..(right + 1), IsAlways: true));
                }
            }
        }
    }

    /// <summary>The farthest of the words beside it: the first one that says something by itself, or the last one of the sentence; -1: none.</summary>
    private static int Words(UnitText text, SentenceRange sentence, int from, int step, uint languages)
    {
        var (farthest, characters) = (-1, 0);
        for (var i = from; i >= sentence.Start && i < sentence.End && text.IsWord(i) && Math.Abs(i - from) < Reach + characters; i += step)
        {
            farthest = i;
            if (text.Kinds[i] == UnitKind.Unspaced && ++characters < Characters)
            {
                continue;
            }

            if (characters > 0 || !(text.Has(i, Role.Auxiliary) || (text.Whole(i) is { } entry && (entry.Common & languages) != 0)))
            {
                return i;
            }
        }

        return farthest;
    }
}
