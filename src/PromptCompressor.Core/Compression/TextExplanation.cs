using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>What a text's words were judged by.</summary>
/// <param name="Segments">The segments that the model reads, in order.</param>
/// <param name="Relevance">What the question added to the log-odds of each of <see cref="CompressedText.Words"/>; null where it had no say.</param>
/// <param name="Sentences">What it added to the words of each sentence, in order; none where it had no say.</param>
public sealed record TextExplanation(IReadOnlyList<SegmentTrace> Segments, IReadOnlyList<double>? Relevance, IReadOnlyList<SentenceTrace> Sentences)
{
    /// <param name="texts">The texts of the request.</param>
    /// <param name="needed">Segments of these texts that were scored, in order.</param>
    /// <param name="origins">Where the scores of each of <paramref name="needed"/> came from.</param>
    /// <param name="shifts">For each unit of each text what a question adds; null without one.</param>
    /// <param name="sentences">All sentences of the texts, in order.</param>
    /// <param name="relevance">For each sentence what a question adds; null without one.</param>
    internal static TextExplanation[] Of(
        IReadOnlyList<SegmentedText> texts, IReadOnlyList<SegmentToScore> needed, ValueSource[] origins, double[][]? shifts, IReadOnlyList<Sentence> sentences, SentenceRelevance[]? relevance)
    {
        var traces = (relevance ?? []).Select((own, i) => (sentences[i].Document, Trace: new SentenceTrace(sentences[i].Span, own))).ToLookup(own => own.Document, own => own.Trace);
        var explanations = new TextExplanation[texts.Count];
        var next = 0;
        for (var document = 0; document < texts.Count; document++)
        {
            var uses = new SegmentTrace[texts[document].Segments.Count];
            for (var i = 0; i < uses.Length; i++)
            {
                var span = texts[document].Segments[i];
                var isNeeded = next < needed.Count && needed[next].Document == document && needed[next].Text.Span == span;
                uses[i] = new SegmentTrace(span, texts[document].WordsOf(i).Count, isNeeded ? origins[next++] : ValueSource.NotNeeded);
            }

            explanations[document] = new TextExplanation(uses, shifts?[document], [.. traces[document]]);
        }

        return explanations;
    }
}

/// <param name="Span">Where the segment stands in its text.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="Origin">Where its scores came from.</param>
public readonly record struct SegmentTrace(TextSpan Span, int Words, ValueSource Origin);

/// <param name="Span">Where the sentence stands in its text, the white space behind it included.</param>
/// <param name="Relevance">What the question added to the log-odds of its words.</param>
public readonly record struct SentenceTrace(TextSpan Span, SentenceRelevance Relevance);
