using System.Buffers;

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>Addresses with a scheme (<c>https://</c>, <c>s3://</c>, <c>mailto:</c>...) or a leading <c>www.</c>.</summary>
internal sealed class UrlRule : IProtectionRule
{
    /// <summary>The longest registered scheme has 36 letters; the bound keeps the walk back from a <c>://</c> constant.</summary>
    private const int MaxSchemeLength = 40;

    private static readonly SearchValues<string> Marks =
        SearchValues.Create(["://", "www.", "mailto:"], StringComparison.OrdinalIgnoreCase);

    public string Name => "url";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        var position = 0;
        while (position < text.Length)
        {
            var offset = text.AsSpan(position).IndexOfAny(Marks);
            if (offset < 0)
            {
                return;
            }

            var mark = position + offset;
            var isScheme = text[mark] == ':';
            var body = isScheme ? mark + 3 : mark + (text[mark] is 'w' or 'W' ? 4 : 7);
            var start = isScheme ? SchemeStart(text, position, mark) : WordStart(text, mark);
            var end = start < 0 ? body : TrimEnd(text, body, ReadBody(text, body));
            if (start >= 0 && end > body)
            {
                found.Add(new ProtectedSpan(new TextSpan(start, end), ProtectionKind.Whole, Name));
            }

            position = end;
        }
    }

    private static int WordStart(string text, int mark) =>
        mark > 0 && (Chars.IsJoiningLetter(text[mark - 1]) || Chars.IsNumeral(text[mark - 1])) ? -1 : mark;

    private static int SchemeStart(string text, int from, int colon)
    {
        var start = colon;
        var lowest = Math.Max(from, colon - MaxSchemeLength);
        while (start > lowest && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
        {
            start--;
        }

        while (start < colon && !char.IsAsciiLetter(text[start]))
        {
            start++;
        }

        // One letter before the colon is a drive, not a scheme.
        return colon - start < 2 ? -1 : start;
    }

    private static int ReadBody(string text, int start)
    {
        var inHost = true;
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '/' or '?' or '#')
            {
                inHost = false;
            }
            else if (!IsUrlChar(c) || (inHost && Chars.IsIdeographic(c) && char.IsAsciiLetterOrDigit(Chars.At(text, i - 1))))
            {
                // A host ends where Chinese or Japanese prose goes on behind it without a space; a path may hold such characters.
                break;
            }
        }

        return i;
    }

    private static bool IsUrlChar(char c) => char.IsAscii(c)
        ? c > ' ' && c is not ('<' or '>' or '"' or '`' or '{' or '}' or '|' or '\\' or '^' or '\u007F')
        : char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    /// <summary>Leaves out sentence punctuation, and closing brackets that nothing inside the address opened.</summary>
    private static int TrimEnd(string text, int start, int end)
    {
        var url = text.AsSpan(start, end - start);
        var round = url.Count(')') - url.Count('(');
        var square = url.Count(']') - url.Count('[');
        for (; end > start; end--)
        {
            switch (text[end - 1])
            {
                case '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '~':
                    continue;
                case ')' when round > 0:
                    round--;
                    continue;
                case ']' when square > 0:
                    square--;
                    continue;
                case '(':
                    round++;
                    continue;
                case '[':
                    square++;
                    continue;
                default:
                    return end;
            }
        }

        return end;
    }
}
