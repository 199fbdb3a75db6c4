using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>Character classes of BERT's basic tokenizer, as Hugging Face's <c>BertNormalizer</c> and <c>BertPreTokenizer</c> draw them.</summary>
internal static class BertCharacters
{
    /// <summary>Removed without ending the word. The decoder gives U+FFFD for a lone surrogate, so those go too.</summary>
    public static bool IsDropped(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        0xFFFD => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse,
    };

    /// <summary>A word of its own. Ranges are Hugging Face's, 2B920 (where Unicode has 2B820) included.</summary>
    public static bool IsCjk(Rune rune) => rune.Value switch
    {
        < 0x3400 => false,
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B81F) => true,
        (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F) => true,
        _ => false,
    };

    /// <summary>A word of its own: category P, and every ASCII symbol.</summary>
    public static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? !Rune.IsLetterOrDigit(rune) && rune.Value > ' ' : Rune.IsPunctuation(rune);
}
