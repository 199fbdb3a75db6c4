namespace PromptCompressor.Core.Text;

/// <summary>A text with its segments and their words. Words never cross segments, and segments never cross parts.</summary>
public sealed class SegmentedText
{
    private readonly TextSpan[] _words;
    private readonly int[] _firstWords;

    private SegmentedText(string text, IReadOnlyList<TextPart>? parts, List<TextSpan> segments)
    {
        Text = text;
        IsTagged = parts is not null;
        Parts = parts ?? [new TextPart(new TextSpan(0, text.Length), null)];
        Segments = segments;
        var words = new List<TextSpan>(text.Length / 5);
        _firstWords = new int[segments.Count + 1];
        for (var i = 0; i < segments.Count; i++)
        {
            WordSplitter.Split(segments[i].Of(text), segments[i].Start, words);
            _firstWords[i + 1] = words.Count;
        }

        _words = [.. words];
    }

    public string Text { get; }

    public bool IsTagged { get; }

    /// <summary>In order; what lies between them are tags.</summary>
    public IReadOnlyList<TextPart> Parts { get; }

    public IReadOnlyList<TextSpan> Segments { get; }

    /// <summary>All words of the text, in order.</summary>
    public IReadOnlyList<TextSpan> Words => _words;

    public static SegmentedText Of(string text) => new(text, null, Segmenter.Split(text));

    /// <param name="text">The text.</param>
    /// <param name="parts">Its parts, each cut into segments as if it stood alone; null for a text without tags.</param>
    public static SegmentedText Of(string text, IReadOnlyList<TextPart>? parts) =>
        parts is null ? Of(text) : new SegmentedText(text, parts, [.. parts.SelectMany(part => SegmentsOf(text, part.Span))]);

    /// <summary>The words of one segment; its offset is the index of its first word in <see cref="Words"/>.</summary>
    public ArraySegment<TextSpan> WordsOf(int segment) =>
        new(_words, _firstWords[segment], _firstWords[segment + 1] - _firstWords[segment]);

    private static IEnumerable<TextSpan> SegmentsOf(string text, TextSpan part) =>
        Segmenter.Split(text[part.Start..part.End]).Select(segment => new TextSpan(segment.Start + part.Start, segment.End + part.Start));
}
