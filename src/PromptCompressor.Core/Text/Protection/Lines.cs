namespace PromptCompressor.Core.Text.Protection;

/// <summary>Walks the lines of a text without copying them; breaks are LF, CRLF and a lone CR, as in CommonMark.</summary>
internal struct Lines(string text)
{
    private int _next;

    /// <summary>The line without its break.</summary>
    public TextSpan Current { get; private set; }

    /// <summary>Where the next line starts: the end of this line's break.</summary>
    public readonly int Next => _next;

    public bool MoveNext()
    {
        if (_next >= text.Length)
        {
            return false;
        }

        var start = _next;
        var length = text.AsSpan(start).IndexOfAny('\r', '\n');
        if (length < 0)
        {
            Current = new TextSpan(start, text.Length);
            _next = text.Length;
            return true;
        }

        Current = new TextSpan(start, start + length);
        _next = start + length + (text[start + length] == '\r' && Chars.At(text, start + length + 1) == '\n' ? 2 : 1);
        return true;
    }
}
