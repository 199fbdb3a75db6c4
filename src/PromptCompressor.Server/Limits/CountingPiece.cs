using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Limits;

/// <summary>Cuts a long text so that the tokens of the pieces add up to those of the whole, and each takes milliseconds to count where the text has gaps at all.</summary>
internal static class CountingPiece
{
    private const int Least = 64 * 1024;

    /// <summary>The length of the first piece of a text that is not empty.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length < Least)
        {
            length += TokenParts.Length(text[length..]);
        }

        if (length <= 2 * Least)
        {
            return length;
        }

        // One long line. A blank between two ASCII letters begins a token in every encoding there is.
        for (var at = Least; at < length - 1; at++)
        {
            if (text[at] == ' ' && char.IsAsciiLetter(text[at - 1]) && char.IsAsciiLetter(text[at + 1]))
            {
                return at;
            }
        }

        return length;
    }
}
