using System.Buffers;

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// Reads one strict JSON object or array (RFC 8259) in UTF-16 and notes the long strings among its values. Utf8JsonReader would give byte
/// offsets and refuse lone surrogates; here both the offsets and the odd character are the caller's text.
/// </summary>
internal sealed class JsonScanner(string text)
{
    /// <summary>Deeper text is not read: the bound keeps repeated attempts on brackets alone linear.</summary>
    public const int MaxDepth = 64;

    private static readonly SearchValues<char> StringStops =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private int _position;

    /// <summary>Contents of the long string values, without quotes, in order.</summary>
    public List<TextSpan> LongStrings { get; } = [];

    /// <summary>Escape sequences inside <see cref="LongStrings"/>, in order.</summary>
    public List<TextSpan> Escapes { get; } = [];

    /// <summary>Object members, and strings in arrays: what sets data apart from a bracketed citation such as [1, 2].</summary>
    public int Members { get; private set; }

    /// <summary>Behind the value after a success; where reading failed otherwise.</summary>
    public int Position => _position;

    public bool TryRead(int start)
    {
        LongStrings.Clear();
        Escapes.Clear();
        Members = 0;
        _position = start;
        return TryReadContainer();
    }

    private bool TryReadContainer()
    {
        var objects = 0UL; // One bit a level: 1 for an object, 0 for an array.
        var depth = 0;
        while (true)
        {
            // 1. A value starts here.
            var c = Peek();
            if (c is '{' or '[')
            {
                if (++depth > MaxDepth)
                {
                    return false;
                }

                objects = (objects << 1) | (c == '{' ? 1UL : 0UL);
                _position++;
                SkipSpace();
                if (Peek() != Closer(objects))
                {
                    if ((objects & 1) == 1 && !TryReadKey())
                    {
                        return false;
                    }

                    continue;
                }
            }
            else if (!TryReadScalar(inArray: (objects & 1) == 0))
            {
                return false;
            }

            // 2. It has ended: close what ends with it, or go on to the next one.
            SkipSpace();
            while (Peek() == Closer(objects))
            {
                _position++;
                objects >>= 1;
                if (--depth == 0)
                {
                    return true;
                }

                SkipSpace();
            }

            if (Peek() != ',')
            {
                return false;
            }

            _position++;
            SkipSpace();
            if ((objects & 1) == 1 && !TryReadKey())
            {
                return false;
            }
        }
    }

    private static char Closer(ulong objects) => (objects & 1) == 1 ? '}' : ']';

    private bool TryReadKey()
    {
        Members++;
        if (!TryReadString(isValue: false))
        {
            return false;
        }

        SkipSpace();
        if (Peek() != ':')
        {
            return false;
        }

        _position++;
        SkipSpace();
        return true;
    }

    private bool TryReadScalar(bool inArray)
    {
        switch (Peek())
        {
            case '"':
                Members += inArray ? 1 : 0;
                return TryReadString(isValue: true);
            case 't':
                return TryReadLiteral("true");
            case 'f':
                return TryReadLiteral("false");
            case 'n':
                return TryReadLiteral("null");
            default:
                return TryReadNumber();
        }
    }

    private bool TryReadLiteral(string literal)
    {
        if (!text.AsSpan(_position).StartsWith(literal, StringComparison.Ordinal))
        {
            return false;
        }

        _position += literal.Length;
        return true;
    }

    private bool TryReadNumber()
    {
        _position += Peek() == '-' ? 1 : 0;
        if (Peek() == '0')
        {
            _position++;
        }
        else if (!SkipDigits())
        {
            return false;
        }

        if (Peek() == '.')
        {
            _position++;
            if (!SkipDigits())
            {
                return false;
            }
        }

        if (Peek() is 'e' or 'E')
        {
            _position++;
            _position += Peek() is '+' or '-' ? 1 : 0;
            return SkipDigits();
        }

        return true;
    }

    private bool SkipDigits()
    {
        var start = _position;
        while (char.IsAsciiDigit(Peek()))
        {
            _position++;
        }

        return _position > start;
    }

    private bool TryReadString(bool isValue)
    {
        if (Peek() != '"')
        {
            return false;
        }

        var start = ++_position;
        var firstEscape = Escapes.Count;
        while (true)
        {
            var length = text.AsSpan(_position).IndexOfAny(StringStops);
            if (length < 0)
            {
                _position = text.Length;
                return false;
            }

            _position += length;
            if (Peek() == '"')
            {
                break;
            }

            var escape = _position;
            if (Peek() != '\\' || !TryReadEscape())
            {
                return false;
            }

            Escapes.Add(new TextSpan(escape, _position));
        }

        if (isValue && Prose.IsLikely(text.AsSpan(start, _position - start)))
        {
            LongStrings.Add(new TextSpan(start, _position));
        }
        else
        {
            Escapes.RemoveRange(firstEscape, Escapes.Count - firstEscape);
        }

        _position++;
        return true;
    }

    private bool TryReadEscape()
    {
        _position++;
        if (Peek() == 'u')
        {
            for (var i = 1; i <= 4; i++)
            {
                if (!char.IsAsciiHexDigit(Chars.At(text, _position + i)))
                {
                    return false;
                }
            }

            _position += 5;
            return true;
        }

        if (Peek() is not ('"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't'))
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\n' or '\r' or '\t')
        {
            _position++;
        }
    }

    private char Peek() => Chars.At(text, _position);
}
