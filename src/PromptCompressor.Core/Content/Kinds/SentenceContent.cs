using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Prose that is a value among others, such as the body of an issue in JSON: whole sentences go, with an ellipsis at each cut. From the first on as many stay as there is
/// room for, and beside them the last one, those that report a failure and those that are asked for. Of dialogue and Markdown whole lines go: a label stays with what is said.
/// </summary>
internal sealed class SentenceContent : IRecordDocument
{
    private const char Cut = '…';

    private readonly string _text;

    private SentenceContent(string text, IReadOnlyList<ContentRecord> records) => (_text, Records) = (text, records);

    public IReadOnlyList<ContentRecord> Records { get; }

    public string? Whole => null;

    public IReadOnlyList<string> LosslessMethods => [];

    public string OmissionMethod => "sentences";

    /// <summary>Null for a text that was cut before.</summary>
    public static SentenceContent? Of(string text, ContentKind kind, ContentOptions options)
    {
        if (text.Contains(Cut, StringComparison.Ordinal))
        {
            return null;
        }

        var bounds = new List<Boundary>();
        BoundaryScanner.Scan(text, 0, text.Length, withWordGaps: false, bounds);
        var spans = new List<TextSpan>();
        var start = text.Length - text.AsSpan().TrimStart().Length;
        foreach (var bound in bounds.Where(bound => bound.Before > start && (kind == ContentKind.Prose || bound.Kind >= BoundaryKind.Line)))
        {
            spans.Add(new TextSpan(start, bound.Before));
            start = bound.After;
        }

        var end = text.AsSpan().TrimEnd().Length;
        if (end > start)
        {
            spans.Add(new TextSpan(start, end));
        }

        return spans.Count < 2 ? null : new SentenceContent(text, [.. spans.Select((span, i) => new ContentRecord(span, Score(span, i), FailureWords.Of(span.Of(text)) == Severity.Failure))]);

        double Score(TextSpan span, int i) =>
            Math.Max(i == 0 || i == spans.Count - 1 ? RecordScores.FirstOrLast : RecordScores.Ordinary, RecordScores.OfRelevance(options.RelevanceOf(span.Of(text))));
    }

    public string Render(bool[] keep)
    {
        // A value never becomes a cut alone.
        keep[0] |= !keep.Contains(true);
        var output = new StringBuilder(_text.Length).Append(_text.AsSpan(0, Records[0].Span.Start));
        for (var i = 0; i < keep.Length; i++)
        {
            if (keep[i])
            {
                output.Append(Records[i].Span.Of(_text));
            }
            else if (i == 0 || keep[i - 1])
            {
                output.Append(Cut);
            }

            // The blanks behind the last sentence of a gap stand behind its sign.
            var next = i + 1 < keep.Length ? Records[i + 1].Span.Start : _text.Length;
            if (keep[i] || i + 1 == keep.Length || keep[i + 1])
            {
                output.Append(_text.AsSpan(Records[i].Span.End, next - Records[i].Span.End));
            }
        }

        return output.ToString();
    }
}
