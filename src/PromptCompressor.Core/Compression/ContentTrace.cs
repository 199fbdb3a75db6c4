using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>Puts together, part by part, where the output of a text comes from and what became of its words and lines.</summary>
internal sealed class ContentTrace
{
    private readonly List<TextSpan> _slices = [];
    private readonly List<TextSpan> _written = [];
    private readonly List<WordDecision> _words = [];
    private readonly List<SegmentTrace> _segments = [];
    private readonly List<double> _relevance = [];
    private readonly List<SentenceTrace> _sentences = [];
    private int _length;
    private bool _isWritten;
    private bool _hasSegments;
    private bool _hasRelevance;

    /// <summary>White space beside a part, which stays.</summary>
    public void AddGap(TextSpan source) => AddSlice(source);

    public void AddTag(TextSpan source) => Add(source, WordReason.Tag, LlmlinguaTags.TagRule);

    /// <summary>A part that tags keep whole.</summary>
    public void AddWhole(TextSpan source)
    {
        AddSlice(source);
        Add(source, WordReason.Protected, LlmlinguaTags.WholeRule);
    }

    /// <param name="chosen">What the compressor of words made of a part.</param>
    /// <param name="start">Where the part stands in the text.</param>
    public void AddWords(CompressedText chosen, int start)
    {
        foreach (var (source, written) in chosen.Pieces())
        {
            if (source is { } slice)
            {
                AddSlice(Moved(slice, start));
            }
            else
            {
                AddWritten(written.Length);
            }
        }

        if (chosen.Words is not { Count: > 0 } words)
        {
            // It came back unread, but for its tags.
            var end = 0;
            foreach (var slice in chosen.Slices!.Append(new TextSpan(chosen.Source.Length, chosen.Source.Length)))
            {
                AddTag(Moved(new TextSpan(end, slice.Start), start));
                Add(Moved(slice, start), WordReason.Whole, rule: null);
                end = slice.End;
            }

            return;
        }

        _words.AddRange(words.Select(word => word with { Unit = word.Unit with { Span = Moved(word.Unit.Span, start) } }));
        if (chosen.Explanation is { } explanation)
        {
            _hasSegments = true;
            _segments.AddRange(explanation.Segments.Select(segment => segment with { Span = Moved(segment.Span, start) }));
            _hasRelevance |= explanation.Relevance is not null;
            _relevance.AddRange(explanation.Relevance ?? Enumerable.Repeat(0.0, words.Count));
            _sentences.AddRange(explanation.Sentences.Select(sentence => sentence with { Span = Moved(sentence.Span, start) }));
        }
    }

    /// <param name="lines">What became of a part.</param>
    /// <param name="start">Where the part stands in the text.</param>
    public void AddLines(LineTrace lines, int start)
    {
        foreach (var piece in lines.Pieces)
        {
            if (piece.Source is { } source)
            {
                AddSlice(Moved(source, start));
            }
            else
            {
                AddWritten(piece.Output.Length);
            }
        }

        foreach (var line in lines.Lines)
        {
            Add(Moved(line.Unit.Span, start), line.Reason, rule: null);
        }
    }

    /// <param name="source">The text given.</param>
    /// <param name="text">What is left of it.</param>
    /// <param name="isExplained">Whether the words are accounted for.</param>
    public CompressedText Of(string source, string text, bool isExplained) => new(source, text, _slices, _words)
    {
        Written = _written,
        Explanation = isExplained || _hasSegments ? new TextExplanation(_segments, _hasRelevance ? _relevance : null, _sentences) : null,
    };

    private static TextSpan Moved(TextSpan span, int by) => new(span.Start + by, span.End + by);

    private void Add(TextSpan span, WordReason reason, string? rule)
    {
        if (!span.IsEmpty)
        {
            _words.Add(new WordDecision(new SelectableUnit(span, default, IsFixed: false, rule), reason));
            _relevance.Add(0);
        }
    }

    private void AddSlice(TextSpan source)
    {
        if (source.IsEmpty)
        {
            return;
        }

        if (!_isWritten && _slices.Count > 0 && _slices[^1].End == source.Start)
        {
            _slices[^1] = _slices[^1] with { End = source.End };
        }
        else
        {
            _slices.Add(source);
        }

        (_isWritten, _length) = (false, _length + source.Length);
    }

    private void AddWritten(int length)
    {
        if (_isWritten)
        {
            _written[^1] = _written[^1] with { End = _length + length };
        }
        else
        {
            _written.Add(new TextSpan(_length, _length + length));
        }

        (_isWritten, _length) = (true, _length + length);
    }
}
