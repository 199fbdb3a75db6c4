using CsCheck;

namespace PromptCompressor.TestSupport;

/// <summary>Generators of texts.</summary>
internal static class TextGen
{
    private static readonly string[] Pieces =
    [
        "the", "launch", "Anna", "payment", "don't", "well-known", "3.42", "€4,750", "ord_8f3a2c91", "https://example.org/a?b=c",
        "。", "支払い", "は", "データ", "ข้อมูล", "한국어", "مرحبا", "e\u0301", "👩‍💻", "🇩🇪", "\ud800", "\udc00", "\0", "`code`",
        "{", "}", "\"key\": 1", "|", "-", "/", "(", ")", ".", "!", "?", "...", ",", "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u3000", "",
    ];

    /// <summary>Pieces of prose, markup, scripts and broken Unicode in any order.</summary>
    public static Gen<string> Any { get; } =
        Gen.OneOf(
            Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.Char.Array[1].Select(chars => new string(chars))).Array[0, 60].Select(string.Concat),
            Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 200].Select(pieces => string.Join(' ', pieces)));
}
