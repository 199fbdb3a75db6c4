using System.Numerics;

namespace PromptCompressor.Core.Meaning;

/// <summary>
/// Which languages a sentence may be in, by its most common words: <c>no</c> denies in Spanish and is "in the" in Portuguese. Where nothing
/// tells, it may be all.
/// </summary>
internal sealed class LanguageGuess
{
    /// <summary>With fewer common words a sentence, or a text, does not tell.</summary>
    private const int EnoughWords = 2;

    private readonly uint[] _sentences;

    public LanguageGuess(UnitText text, List<SentenceRange> sentences)
    {
        Span<int> all = stackalloc int[32];
        Span<int> own = stackalloc int[32];
        all.Clear();
        _sentences = new uint[sentences.Count];
        for (var i = 0; i < sentences.Count; i++)
        {
            own.Clear();
            for (var unit = sentences[i].Start; unit < sentences[i].End; unit++)
            {
                if (text.Whole(unit) is { Common: > 0 } word)
                {
                    for (var languages = word.Common; languages != 0; languages &= languages - 1)
                    {
                        own[BitOperations.TrailingZeroCount(languages)]++;
                    }
                }
            }

            _sentences[i] = Most(own, EnoughWords, share: 1);
            for (var language = 0; language < all.Length; language++)
            {
                all[language] += own[language];
            }
        }

        // A text of two languages has sentences of both that do not tell.
        var whole = Most(all, EnoughWords, share: 2);
        for (var i = 0; i < _sentences.Length; i++)
        {
            _sentences[i] = (_sentences[i] | whole) is 0 ? uint.MaxValue : _sentences[i] | whole;
        }
    }

    public uint Of(int sentence) => _sentences[sentence];

    /// <summary>Languages that have as many words as the first one, or a share of them.</summary>
    private static uint Most(ReadOnlySpan<int> counts, int least, int share)
    {
        var most = 0;
        foreach (var count in counts)
        {
            most = Math.Max(most, count);
        }

        var languages = 0u;
        for (var i = 0; most >= least && i < counts.Length; i++)
        {
            languages |= counts[i] * share >= most ? 1u << i : 0;
        }

        return languages;
    }
}
