using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>What relevance is decided for.</summary>
/// <param name="Document">Index of its text.</param>
/// <param name="Span">Where it stands; the sentences of a text cover it all.</param>
/// <param name="Paragraph">Counted over all texts.</param>
/// <param name="IsHeading">The short line without a full stop that its paragraph begins with.</param>
internal readonly record struct Sentence(int Document, TextSpan Span, int Paragraph, bool IsHeading)
{
    private const int MaxHeading = 100;

    public static List<Sentence> Of(IReadOnlyList<SegmentedText> texts)
    {
        var sentences = new List<Sentence>();
        var paragraph = 0;
        for (var document = 0; document < texts.Count; document++, paragraph++)
        {
            Add(texts[document].Text, document, ref paragraph, sentences);
        }

        return sentences;
    }

    private static void Add(string text, int document, ref int paragraph, List<Sentence> sentences)
    {
        var bounds = new List<Boundary>();
        BoundaryScanner.Scan(text, 0, text.Length, withWordGaps: true, bounds);
        var start = 0;
        var isFirst = true;
        foreach (var bound in bounds)
        {
            if (bound.Kind == BoundaryKind.Word && !EndsPhrase(text, bound))
            {
                continue;
            }

            var isHeading = isFirst && bound.Kind >= BoundaryKind.Line && bound.Before - start <= MaxHeading && char.IsLetterOrDigit(text[bound.Before - 1]);
            sentences.Add(new Sentence(document, new TextSpan(start, bound.After), paragraph, isHeading));
            start = bound.After;

            // A heading belongs to what follows, blank line or not.
            isFirst = bound.Kind == BoundaryKind.Paragraph && !isHeading;
            paragraph += isFirst ? 1 : 0;
        }

        sentences.Add(new Sentence(document, new TextSpan(start, text.Length), paragraph, false));
    }

    /// <summary>Thai and its neighbours have no full stop: there a space ends a phrase.</summary>
    private static bool EndsPhrase(string text, Boundary bound)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, bound.Before), out var left, out _);
        return Scripts.KindOf(left) == CharacterKind.Unspaced && Scripts.KindOfFirst(text.AsSpan(bound.After)) == CharacterKind.Unspaced;
    }
}
