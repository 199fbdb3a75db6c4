using System.Text;

namespace PromptCompressor.Core.Text;

/// <summary>
/// A quick estimate of how many encoder tokens a text has, in quarter tokens. Segment bounds are set with it, so that
/// finding the segments of a cached text needs no tokenizer.
/// </summary>
internal static class TextWeight
{
    public const int PerToken = 4;

    public static int Of(ReadOnlySpan<char> text)
    {
        var weight = 0;
        foreach (var c in text)
        {
            weight += Of(c);
        }

        return weight;
    }

    public static int Of(char c)
    {
        if (c < 0x80)
        {
            return char.IsAsciiLetter(c) ? 1 : char.IsWhiteSpace(c) ? 0 : 2;
        }

        if (char.IsSurrogate(c))
        {
            return 2; // Half of the pair.
        }

        return Scripts.KindOf(new Rune(c)) switch
        {
            CharacterKind.WhiteSpace => 0,
            CharacterKind.Unspaced or CharacterKind.Katakana => 3,
            _ => 2,
        };
    }
}
