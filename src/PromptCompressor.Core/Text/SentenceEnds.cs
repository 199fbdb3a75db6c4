using System.Text;

namespace PromptCompressor.Core.Text;

/// <summary>
/// Cuts a segment into sentences: what is asked for is looked for in each of them. Lines end sentences, too. Thai and its neighbours have
/// no full stop: there a space ends a phrase, and short phrases are taken together.
/// </summary>
public static class SentenceEnds
{
    /// <summary>Tokens of a phrase at least, the last one before a line or sentence end aside. 8 and 32 rank sentences nearly as well.</summary>
    public const int LeastPhraseTokens = 16;

    /// <param name="text">The text.</param>
    /// <param name="segment">A segment of it.</param>
    /// <param name="words">The words of the segment, as positions in the text.</param>
    /// <returns>For each sentence how many of the words stand before its end: rising, the last one is the number of words. Tokens are estimated.</returns>
    public static int[] Of(string text, TextSpan segment, IReadOnlyList<TextSpan> words) =>
        Of(text, segment, words, span => TextWeight.Of(span.Of(text)) / TextWeight.PerToken);

    /// <inheritdoc cref="Of(string, TextSpan, IReadOnlyList{TextSpan})"/>
    /// <param name="tokensOf">Counts the encoder's tokens in a part of the text.</param>
    public static int[] Of(string text, TextSpan segment, IReadOnlyList<TextSpan> words, Func<TextSpan, int> tokensOf)
    {
        var bounds = new List<Boundary>();
        BoundaryScanner.Scan(text, segment.Start, segment.End, withWordGaps: true, bounds);
        var ends = new List<int>();
        var (start, word) = (segment.Start, 0);
        foreach (var bound in bounds)
        {
            if (bound.Kind == BoundaryKind.Word && !(EndsPhrase(text, bound) && tokensOf(new TextSpan(start, bound.After)) >= LeastPhraseTokens))
            {
                continue;
            }

            start = bound.After;
            while (word < words.Count && words[word].Start < start)
            {
                word++;
            }

            // A row of full stops is one word.
            if (word > (ends.Count == 0 ? 0 : ends[^1]))
            {
                ends.Add(word);
            }
        }

        if (ends.Count == 0 || ends[^1] < words.Count)
        {
            ends.Add(words.Count);
        }

        return [.. ends];
    }

    private static bool EndsPhrase(string text, Boundary bound)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, bound.Before), out var left, out _);
        return Scripts.KindOf(left) == CharacterKind.Unspaced && Scripts.KindOfFirst(text.AsSpan(bound.After)) == CharacterKind.Unspaced;
    }
}
