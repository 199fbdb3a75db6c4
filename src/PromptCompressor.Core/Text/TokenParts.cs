namespace PromptCompressor.Core.Text;

/// <summary>Cuts a text so that the tokens of its parts add up to those of the whole, for every <see cref="ITokenCounter"/>.</summary>
public static class TokenParts
{
    /// <summary>The length of the first part, 1 to that of the text, which is not empty.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        // Blanks, further line ends and slashes go on with the token of a line end in one encoding or another; any other sign begins a token.
        for (var at = 0; text[at..].IndexOf('\n') is var feed and >= 0; at += feed + 1)
        {
            var next = at + feed + 1;
            if (next < text.Length && text[next] is > ' ' and < '\x7F' and not '/')
            {
                return next;
            }
        }

        return text.Length;
    }
}
