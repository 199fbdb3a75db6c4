namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>Decides whether one token (no white space, quotes or brackets in it) is a name, and which part of it.</summary>
internal static class IdentifierToken
{
    /// <param name="token">The token with the punctuation around it.</param>
    /// <param name="traits">What the token is made of.</param>
    /// <param name="range">The name within the token.</param>
    public static bool TryFind(ReadOnlySpan<char> token, IdentifierTraits traits, out TextSpan range)
    {
        var first = 0;
        while (first < token.Length && !IsWord(token[first]))
        {
            first++;
        }

        var last = token.Length;
        while (last > first && !IsWord(token[last - 1]))
        {
            last--;
        }

        var prefix = token[..first];
        var body = token[first..last];
        var suffix = token[last..];
        range = new TextSpan(first - PrefixLength(prefix, body), last);
        if (body.IsEmpty)
        {
            return false;
        }

        if (body.Length == 1 && char.IsAsciiLetterUpper(body[0]) && prefix.IsEmpty && (suffix.StartsWith('#') || suffix.StartsWith("++")))
        {
            range = new TextSpan(0, last + (suffix[0] == '#' ? 1 : 2)); // C#, F#, C++.
            return true;
        }

        if (suffix.StartsWith('%') && prefix.EndsWith('%'))
        {
            range = new TextSpan(first - 1, last + 1); // %PATH%.
            return true;
        }

        if (!traits.HasLetter)
        {
            return prefix.EndsWith('#');
        }

        var isPath = IsPath(prefix, body, suffix, traits);
        if (isPath && suffix.Length > 0 && suffix[0] is '/' or '\\')
        {
            range = range with { End = last + 1 };
        }

        return isPath || traits.IsMixed || range.Start < first || HasInnerJoiner(body) || IsDottedName(body, suffix)
            || (traits.HasHump && body.IndexOfAny('-', '/', '.') < 0);
    }

    /// <summary>How much of the punctuation before the first letter or digit belongs to the name.</summary>
    private static int PrefixLength(ReadOnlySpan<char> prefix, ReadOnlySpan<char> body)
    {
        if (prefix.IsEmpty)
        {
            return 0;
        }

        // Paths: /a, ./a, ../../a, ~/a, \\server, and of "x:/a" the part from the slash.
        var slash = prefix.IndexOfAny('/', '\\');
        if (slash >= 0)
        {
            var start = slash;
            while (start > 0 && prefix[start - 1] is '.' or '~')
            {
                start--;
            }

            // One backslash alone opens an escape or a LaTeX command.
            return prefix[slash..] is "\\" && start == slash ? 0 : prefix.Length - start;
        }

        if (prefix is "--" || (prefix is "-" && body.Length <= 2))
        {
            return char.IsAsciiLetter(body.IsEmpty ? '\0' : body[0]) ? prefix.Length : 0;
        }

        return prefix[^1] switch
        {
            '@' or '#' => 1,
            '$' when !body.IsEmpty && !char.IsAsciiDigit(body[0]) => 1,
            '.' when prefix.Length == 1 && !body.IsEmpty && !char.IsAsciiDigit(body[0]) => 1,
            _ => 0,
        };
    }

    /// <summary>
    /// A separator that prose does not put between two words: a_b, a=b, a:b, a@b. An underscore at the edge is Markdown's emphasis, and
    /// a hyphen or a single slash is prose as well.
    /// </summary>
    private static bool HasInnerJoiner(ReadOnlySpan<char> body) => body.Trim('_').ContainsAny("_=:@");

    private static bool IsPath(ReadOnlySpan<char> prefix, ReadOnlySpan<char> body, ReadOnlySpan<char> suffix, IdentifierTraits traits)
    {
        if (body.Length > 2 && body[1] == ':' && body[2] is '\\' or '/' && char.IsAsciiLetter(body[0]))
        {
            return true;
        }

        var slashes = body.Count('/');
        var isRooted = prefix.Length > 1 && prefix.Contains('/');
        if (isRooted || prefix is "/")
        {
            return true;
        }

        if (slashes > 0)
        {
            // "and/or" is prose; a dot, a digit or an underscore in it, or a slash at its end, makes a path.
            return traits.IsMixed || body.ContainsAny('.', '_') || suffix.StartsWith('/') || (traits.HasHump && slashes > 1);
        }

        var backslash = body.LastIndexOf('\\');
        return prefix.EndsWith("\\\\") || (backslash > 0 && (traits.IsMixed || body[backslash..].Contains('.')));
    }

    /// <summary>Letters on both sides of each dot, but not an abbreviation such as e.g. or U.S.A., whose last dot stands behind it.</summary>
    private static bool IsDottedName(ReadOnlySpan<char> body, ReadOnlySpan<char> suffix)
    {
        var dots = 0;
        var longest = 0;
        var length = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '.')
            {
                dots++;
                length = 0;
                if (!IsWord(body[i + 1]))
                {
                    return false;
                }
            }
            else
            {
                longest = Math.Max(longest, ++length);
            }
        }

        return dots > 0 && (longest > 2 || (!suffix.StartsWith('.') && (longest == 2 || dots > 1)));
    }

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);
}
