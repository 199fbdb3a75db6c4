using System.Text;

namespace PromptCompressor.Core.Text;

/// <summary>
/// A quick estimate of how many encoder tokens a text has, in quarter tokens. Segment bounds are set with it, so that
/// finding the segments of a cached text needs no tokenizer.
/// </summary>
internal static class TextWeight
{
    public const int PerToken = 4;

    public static int Of(char c)
    {
        if (c < 0x80)
        {
            return char.IsAsciiLetter(c) ? 1 : c is ' ' or '\n' or '\r' or '\t' ? 0 : 2;
        }

        // Surrogate pairs count half for each half.
        return char.IsSurrogate(c) ? 2
            : Scripts.KindOf(new Rune(c)) is CharacterKind.Unspaced or CharacterKind.Katakana ? 3 : 2;
    }
}
