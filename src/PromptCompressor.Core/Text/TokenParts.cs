namespace PromptCompressor.Core.Text;

/// <summary>Cuts a text so that the tokens of its parts add up to those of the whole, for every <see cref="ITokenCounter"/>.</summary>
public static class TokenParts
{
    /// <summary>The length of the first part, 1 to that of the text, which is not empty.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        // A token of a line end may go on with further line ends, with blanks before them, and with slashes. Behind it anything else begins a new one.
        for (var at = 0; text[at..].IndexOf('\n') is var feed and >= 0;)
        {
            at += feed + 1;
            var next = at;
            while (next < text.Length && text[next] is ' ' or '\t')
            {
                next++;
            }

            if (next < text.Length && text[next] is > ' ' and < '\x7F' && (text[next] != '/' || next > at))
            {
                return at;
            }
        }

        return text.Length;
    }
}
