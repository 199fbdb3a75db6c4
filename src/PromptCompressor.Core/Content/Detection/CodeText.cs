namespace PromptCompressor.Core.Content.Detection;

/// <summary>
/// Marks what is code and what is a string or a comment, for languages with braces and for Python. It knows the hard
/// cases of each (verbatim, raw and template strings, lifetimes, regular expressions); where a string or a bracket does
/// not end, there is no answer.
/// </summary>
internal static class CodeText
{
    private const int LongestOnOneLine = 2000;

    /// <summary>For each character whether it is code; null if the text does not end outside of everything.</summary>
    public static bool[]? CodeOf(string text, bool python)
    {
        var code = new bool[text.Length];
        var at = 0;
        while (at < text.Length)
        {
            var end = python ? PythonEnd(text, at) : BraceEnd(text, at);
            if (end < 0)
            {
                return null;
            }

            if (end > at)
            {
                at = end;
                continue;
            }

            code[at++] = true;
        }

        return code;
    }

    /// <summary>The place behind a string or a comment that begins here; the place itself if none does; -1 if it does not end.</summary>
    private static int PythonEnd(string text, int at)
    {
        switch (text[at])
        {
            case '#':
                return LineEnd(text, at);
            case '"' or '\'':
                var triple = at + 2 < text.Length && text[at + 1] == text[at] && text[at + 2] == text[at];
                return triple ? Find(text, new string(text[at], 3), at + 3, escapes: true) : OnOneLine(text, at);
            default:
                return at;
        }
    }

    private static int BraceEnd(string text, int at)
    {
        switch (text[at])
        {
            case '/' when At(text, at, "//"):
                return LineEnd(text, at);
            case '/' when At(text, at, "/*"):
                return Find(text, "*/", at + 2, escapes: false);
            case '/' when IsRegexPlace(text, at):
                return Regex(text, at);
            case '"' when At(text, at, "\"\"\""):
                var quotes = Run(text, at, '"');
                return Find(text, new string('"', quotes), at + quotes, escapes: false);
            case '"' when IsVerbatim(text, at):
                return Doubled(text, at);
            case '"' when at > 1 && text[at - 1] == '#' && RawHashes(text, at) is > 0 and var hashes:
                return Find(text, "\"" + new string('#', hashes), at + 1, escapes: false);
            case '"':
                return OnOneLine(text, at);
            case '\'':
                // A character, or a lifetime of Rust.
                return at + 2 < text.Length && text[at + 1] == '\\' ? OnOneLine(text, at)
                    : at + 2 < text.Length && text[at + 2] == '\'' ? at + 3
                    : OnOneLine(text, at) is > 0 and var end && !IsLifetime(text, at) ? end : at;
            case '`':
                return Template(text, at);
            default:
                return at;
        }
    }

    private static bool IsLifetime(string text, int at) =>
        at > 0 && text[at - 1] is '&' or '<' or ' ' or ',' or '+' or ':' or '(' && at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1]) && text.IndexOf('\'', at + 1) is var close
        && (close < 0 || text.AsSpan(at + 1, close - at - 1).IndexOfAny(" ,>:") is >= 0 and < 12 && text.AsSpan(at + 1, close - at - 1).IndexOfAny(">&:{") >= 0);

    private static bool IsVerbatim(string text, int at) => at > 0 && (text[at - 1] == '@' || (at > 1 && text[at - 1] == '$' && text[at - 2] == '@'));

    private static int RawHashes(string text, int at)
    {
        var hashes = 0;
        while (at - hashes > 0 && text[at - hashes - 1] == '#')
        {
            hashes++;
        }

        return at - hashes > 0 && text[at - hashes - 1] == 'r' ? hashes : 0;
    }

    private static int Template(string text, int at)
    {
        const int MaxDepth = 32;
        return Inner(at + 1, 0);

        int Inner(int i, int depth)
        {
            while (i < text.Length)
            {
                if (text[i] == '\\')
                {
                    i += 2;
                }
                else if (text[i] == '`')
                {
                    return i + 1;
                }
                else if (At(text, i, "${"))
                {
                    i = Hole(i + 2, depth + 1);
                    if (i < 0)
                    {
                        return -1;
                    }
                }
                else
                {
                    i++;
                }
            }

            return -1;
        }

        int Hole(int i, int depth)
        {
            for (var open = 1; i < text.Length && depth < MaxDepth;)
            {
                switch (text[i])
                {
                    case '{':
                        open++;
                        break;
                    case '}' when --open == 0:
                        return i + 1;
                    case '`':
                        i = Inner(i + 1, depth);
                        if (i < 0)
                        {
                            return -1;
                        }

                        continue;
                    case '"' or '\'':
                        i = OnOneLine(text, i);
                        if (i < 0)
                        {
                            return -1;
                        }

                        continue;
                }

                i++;
            }

            return -1;
        }
    }

    /// <summary>Whether a slash here begins a regular expression: after a value it divides.</summary>
    private static bool IsRegexPlace(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && text[before] is ' ' or '\t')
        {
            before--;
        }

        return before >= 0 && (text[before] is '(' or ',' or '=' or ':' or '[' or '!' or '&' or '|' or '?' or ';' or '\n') && Regex(text, at) > 0;
    }

    private static int Regex(string text, int at)
    {
        var inClass = false;
        for (var i = at + 1; i < Math.Min(text.Length, at + LongestOnOneLine) && text[i] != '\n'; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    return i + 1;
            }
        }

        return -1;
    }

    private static int OnOneLine(string text, int at)
    {
        for (var i = at + 1; i < Math.Min(text.Length, at + LongestOnOneLine) && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[at])
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static int Doubled(string text, int at)
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    i++;
                }
                else
                {
                    return i + 1;
                }
            }
        }

        return -1;
    }

    private static int Find(string text, string close, int from, bool escapes)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (escapes && text[i] == '\\')
            {
                i++;
            }
            else if (At(text, i, close))
            {
                return i + close.Length;
            }
        }

        return -1;
    }

    private static int LineEnd(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }

    private static int Run(string text, int at, char sign)
    {
        var end = at;
        while (end < text.Length && text[end] == sign)
        {
            end++;
        }

        return end - at;
    }

    private static bool At(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;
}
