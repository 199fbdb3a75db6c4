using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Extractive;

/// <summary>
/// From token probabilities to word scores: the mean over the tokens that touch the word (LLMLingua-2's
/// <c>token_to_word="mean"</c>). A word that no token touches, such as a control character, scores 0.
/// </summary>
internal static class WordScores
{
    /// <param name="segment">The segment with its words.</param>
    /// <param name="offsets">The offsets of each token, into the segment; in order.</param>
    /// <param name="keep">The keep probability of each token, 0..1.</param>
    public static Score[] Of(SegmentText segment, List<TextSpan> offsets, ReadOnlySpan<float> keep)
    {
        var scores = new Score[segment.Words.Count];
        var first = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var word = new TextSpan(segment.Words[i].Start - segment.Span.Start, segment.Words[i].End - segment.Span.Start);
            while (first < offsets.Count && offsets[first].End <= word.Start)
            {
                first++;
            }

            var sum = 0f;
            var count = 0;
            for (var token = first; token < offsets.Count && offsets[token].Start < word.End; token++)
            {
                if (!offsets[token].IsEmpty)
                {
                    sum += keep[token];
                    count++;
                }
            }

            scores[i] = count == 0 ? default : Score.FromProbability(sum / count);
        }

        return scores;
    }
}
