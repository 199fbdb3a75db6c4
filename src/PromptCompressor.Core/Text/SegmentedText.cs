namespace PromptCompressor.Core.Text;

/// <summary>A text with its segments and their words. Words never cross segments.</summary>
public sealed class SegmentedText
{
    private readonly TextSpan[] _words;
    private readonly int[] _firstWords;

    private SegmentedText(string text, List<TextSpan> segments)
    {
        Text = text;
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

    public IReadOnlyList<TextSpan> Segments { get; }

    /// <summary>All words of the text, in order.</summary>
    public IReadOnlyList<TextSpan> Words => _words;

    public static SegmentedText Of(string text) => new(text, Segmenter.Split(text));

    /// <summary>The words of one segment; its offset is the index of its first word in <see cref="Words"/>.</summary>
    public ArraySegment<TextSpan> WordsOf(int segment) =>
        new(_words, _firstWords[segment], _firstWords[segment + 1] - _firstWords[segment]);
}
