using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>What relevance is decided for. A sentence that is cut by the end of a segment is two.</summary>
/// <param name="Document">Index of its text.</param>
/// <param name="Span">Where it stands; the sentences of a text cover it all.</param>
/// <param name="Paragraph">Counted over all texts.</param>
/// <param name="IsHeading">The short line without a full stop that its paragraph begins with.</param>
/// <param name="Vectors">Those of its segment; null: there are none.</param>
/// <param name="Vector">The index of its own among them.</param>
internal readonly record struct Sentence(int Document, TextSpan Span, int Paragraph, bool IsHeading, SentenceVectors? Vectors, int Vector)
{
    private const int MaxHeading = 100;

    /// <param name="texts">The texts of the request.</param>
    /// <param name="vectors">What a model says of the sentences of each segment of each text; null for a segment that it has not read. Null: it has read none.</param>
    public static List<Sentence> Of(IReadOnlyList<SegmentedText> texts, IReadOnlyList<SentenceVectors?[]>? vectors = null)
    {
        var sentences = new List<Sentence>();
        var paragraph = 0;
        for (var document = 0; document < texts.Count; document++, paragraph++)
        {
            Add(texts[document], document, vectors?[document], ref paragraph, sentences);
        }

        return sentences;
    }

    private static void Add(SegmentedText text, int document, SentenceVectors?[]? vectors, ref int paragraph, List<Sentence> sentences)
    {
        var start = 0;
        var isFirst = true;
        for (var i = 0; i < text.Segments.Count; i++)
        {
            var words = text.WordsOf(i);
            var own = vectors?[i];
            var ends = own?.Ends ?? SentenceEnds.Of(text.Text, text.Segments[i], words);
            for (var sentence = 0; sentence < ends.Length; sentence++)
            {
                var end = ends[sentence];
                var before = words[end - 1].End;
                var next = words.Offset + end;
                var after = next < text.Words.Count ? text.Words[next].Start : text.Text.Length;
                var lines = next < text.Words.Count ? BoundaryScanner.LineBreaks(text.Text, before, after) : 0;
                var isHeading = isFirst && lines > 0 && before - start <= MaxHeading && char.IsLetterOrDigit(text.Text[before - 1]);
                sentences.Add(new Sentence(document, new TextSpan(start, after), paragraph, isHeading, own, sentence));
                start = after;

                // A heading belongs to what follows, blank line or not.
                isFirst = lines > 1 && !isHeading;
                paragraph += isFirst ? 1 : 0;
            }
        }

        // A text without a word.
        if (text.Segments.Count == 0)
        {
            sentences.Add(new Sentence(document, new TextSpan(0, text.Text.Length), paragraph, IsHeading: false, Vectors: null, Vector: 0));
        }
    }
}
