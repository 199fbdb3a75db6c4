using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Compression;

/// <summary>A segment whose scores a request needs.</summary>
/// <param name="Document">Index of its text.</param>
/// <param name="Index">Its place among the segments of its text.</param>
/// <param name="Words">Its words, at their place in its text's.</param>
/// <param name="Text">The segment.</param>
internal sealed record SegmentToScore(int Document, int Index, ArraySegment<TextSpan> Words, SegmentText Text)
{
    /// <summary>All segments of the texts but those that are fixed from end to end, such as code fences.</summary>
    public static List<SegmentToScore> Of(SegmentedText[] texts, IReadOnlyList<ProtectedSpan>[] protectedSpans)
    {
        var needed = new List<SegmentToScore>();
        for (var document = 0; document < texts.Length; document++)
        {
            var text = texts[document];
            var spans = protectedSpans[document];
            var next = 0;
            for (var i = 0; i < text.Segments.Count; i++)
            {
                var segment = text.Segments[i];
                while (next < spans.Count && spans[next].Span.End < segment.End)
                {
                    next++;
                }

                var isFixed = next < spans.Count && spans[next].Kind == ProtectionKind.Always && spans[next].Span.Start <= segment.Start;
                if (!isFixed)
                {
                    needed.Add(new SegmentToScore(document, i, text.WordsOf(i), new SegmentText(text.Text, segment, text.WordsOf(i))));
                }
            }
        }

        return needed;
    }
}
