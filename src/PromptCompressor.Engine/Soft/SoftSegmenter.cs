using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Soft;

/// <summary>Sentence by sentence, each cut into runs of at most so many tokens. Each sentence is tokenised alone.</summary>
/// <param name="tokenizer">The generator's.</param>
/// <param name="segmentTokens">Most tokens of a segment.</param>
internal sealed class SoftSegmenter(IOffsetTokenizer tokenizer, int segmentTokens)
{
    /// <param name="index">The index of the text in its request.</param>
    /// <param name="text">Any UTF-16.</param>
    /// <param name="exact">A segment in which one of these finds something is exact.</param>
    public IEnumerable<SoftSegment> Split(int index, string text, IReadOnlyList<IProtectionRule> exact)
    {
        var marked = MarkedBy(exact, text);
        var next = 0;
        var (ids, offsets) = (new List<int>(), new List<TextSpan>());
        foreach (var piece in SentencePieces.Of(text))
        {
            ids.Clear();
            offsets.Clear();
            tokenizer.Encode(piece.Of(text), ids, offsets);
            for (var start = 0; start < ids.Count; start += segmentTokens)
            {
                var end = Math.Min(ids.Count, start + segmentTokens);
                var span = new TextSpan(piece.Start + offsets[start].Start, piece.Start + offsets[end - 1].End);
                while (next < marked.Count && marked[next].End <= span.Start)
                {
                    next++;
                }

                yield return new SoftSegment(index, span, ids[start..end].ToArray(), next < marked.Count && marked[next].Overlaps(span));
            }
        }
    }

    /// <summary>What the rules find, in order and without overlaps.</summary>
    private static List<TextSpan> MarkedBy(IReadOnlyList<IProtectionRule> rules, string text)
    {
        var found = new List<ProtectedSpan>();
        foreach (var rule in rules)
        {
            rule.Find(text, found);
        }

        var marked = new List<TextSpan>(found.Count);
        foreach (var span in found.Select(one => one.Span).Where(span => !span.IsEmpty).OrderBy(span => span.Start))
        {
            if (marked.Count > 0 && span.Start < marked[^1].End)
            {
                marked[^1] = marked[^1] with { End = Math.Max(marked[^1].End, span.End) };
            }
            else
            {
                marked.Add(span);
            }
        }

        return marked;
    }
}

/// <summary>A run of tokens that becomes rows by itself, whatever stands around it.</summary>
/// <param name="Text">Index of its text in the request.</param>
/// <param name="Span">Where it stands in that text. A character whose bytes fall into two segments is in both.</param>
/// <param name="Ids">The generator's token ids, 1 to the model's segment size.</param>
/// <param name="IsExact">Its rows are the embeddings of its tokens, one each, and not concept embeddings.</param>
public sealed record SoftSegment(int Text, TextSpan Span, ReadOnlyMemory<int> Ids, bool IsExact);
