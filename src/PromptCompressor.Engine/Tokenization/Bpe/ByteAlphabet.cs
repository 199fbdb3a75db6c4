namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>
/// The characters that byte-level vocabularies write bytes in: a byte that is a visible Latin-1 character stands for itself, the
/// others take the characters from U+0100 on, in order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = Make();

    public static char CharOf(byte value) => Chars[value];

    private static char[] Make()
    {
        var chars = new char[256];
        var next = '\u0100';
        for (var b = 0; b < chars.Length; b++)
        {
            chars[b] = b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : next++;
        }

        return chars;
    }
}
