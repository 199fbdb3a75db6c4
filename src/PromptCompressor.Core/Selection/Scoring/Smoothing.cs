using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>
/// Lets the words of a line lend each other probability, so that names and phrases are kept or dropped together: the encoder judges each
/// token by itself, and of <c>Duke of York</c> drops the <c>of</c>.
/// </summary>
/// <remarks>
/// Happens after the cache, to the scores of one segment at a time, and in whole numbers: the same bytes on every machine. Constants were
/// tuned on one half of the question sets by the share of answers that survive; see the results of <c>PromptCompressor.Quality survival</c>,
/// which come from the other half.
/// </remarks>
internal static class Smoothing
{
    /// <summary>Steps of log-odds in one.</summary>
    private const int Scale = 512;

    /// <summary>What a word between two others is at most under the weaker one of them, in log-odds.</summary>
    private const int BridgeCost = Scale / 2;

    /// <summary>How much the mean of its two neighbours counts in a word, in tenths.</summary>
    private const int SharePerTen = 2;

    /// <summary>Where each character counts as a word, words in a reader's sense are some characters long: more of them count, and for more.</summary>
    private const int UnspacedSharePerTen = 7;
    private const int UnspacedReach = 3;

    /// <summary>Log-odds of each score, in steps.</summary>
    private static readonly int[] Steps = [.. Enumerable.Range(0, Score.Count).Select(value => (int)Math.Round(Scale * LogOdds.Of(new Score((byte)value))))];

    /// <summary>The nearest score of log-odds, counted from the lowest.</summary>
    private static readonly Score[] Scores = Invert(Steps);

    /// <param name="text">The text.</param>
    /// <param name="words">The words of one segment of it, in order.</param>
    /// <param name="scores">One for each word.</param>
    /// <param name="smoothed">Filled with one for each word.</param>
    public static void Apply(string text, ReadOnlySpan<TextSpan> words, ReadOnlySpan<Score> scores, Span<Score> smoothed)
    {
        for (var start = 0; start < words.Length;)
        {
            var end = start + 1;
            while (end < words.Length && !text.AsSpan(words[end - 1].End..words[end].Start).Contains('\n'))
            {
                end++;
            }

            ApplyToLine(text, words[start..end], scores[start..end], smoothed[start..end]);
            start = end;
        }
    }

    private static void ApplyToLine(string text, ReadOnlySpan<TextSpan> words, ReadOnlySpan<Score> scores, Span<Score> smoothed)
    {
        Span<int> evened = words.Length <= 512 ? stackalloc int[words.Length] : new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            evened[i] = Evened(scores, i, Scripts.KindOfFirst(words[i].Of(text)) == CharacterKind.Unspaced);
        }

        for (var i = 0; i < words.Length; i++)
        {
            var isBetween = i > 0 && i + 1 < words.Length;
            var logOdds = isBetween ? Math.Max(evened[i], Math.Min(evened[i - 1], evened[i + 1]) - BridgeCost) : evened[i];
            smoothed[i] = Scores[logOdds - Steps[0]];
        }
    }

    private static int Evened(ReadOnlySpan<Score> scores, int word, bool isUnspaced)
    {
        var reach = isUnspaced ? UnspacedReach : 1;
        var around = scores[Math.Max(0, word - reach)..Math.Min(scores.Length, word + reach + 1)];
        var own = Steps[scores[word].Value];
        if (around.Length == 1)
        {
            return own;
        }

        var mean = (SumOf(around) - own) / (around.Length - 1);
        return own + ((mean - own) * (isUnspaced ? UnspacedSharePerTen : SharePerTen) / 10);
    }

    private static int SumOf(ReadOnlySpan<Score> scores)
    {
        var sum = 0;
        foreach (var score in scores)
        {
            sum += Steps[score.Value];
        }

        return sum;
    }

    private static Score[] Invert(int[] steps)
    {
        var scores = new Score[steps[^1] - steps[0] + 1];
        for (int i = 0, value = 0; i < scores.Length; i++)
        {
            while (value < Score.MaxValue && steps[value] + steps[value + 1] <= 2 * (steps[0] + i))
            {
                value++;
            }

            scores[i] = new Score((byte)value);
        }

        return scores;
    }
}
