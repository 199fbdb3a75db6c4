namespace PromptCompressor.Core.Content.Detection;

/// <summary>Names of programs, options, addresses and values: what stands between two blanks and is no word of a language.</summary>
internal static class TechnicalWords
{
    public static bool Contains(ReadOnlySpan<char> token)
    {
        if (token.Length > 2 && token[0] == '-' && (char.IsAsciiLetter(token[1]) || token[1] == '-'))
        {
            return true;
        }

        bool letters = false, digits = false;
        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            if (c >= '\u0E00')
            {
                return false;
            }

            letters |= char.IsLetter(c);
            digits |= char.IsAsciiDigit(c);
            if (c is '_' or '=' or '<' or '>' or '{' or '}' or '[' or ']' or '|' or '\\' or '@' or '$' or '^' or '~' || (c is '.' or ':' or '/' && i > 0 && i + 1 < token.Length && char.IsLetter(token[i + 1]) && (c != '/' || token[..i].ContainsAny('/', '.'))))
            {
                return true;
            }
        }

        return letters && digits;
    }
}
