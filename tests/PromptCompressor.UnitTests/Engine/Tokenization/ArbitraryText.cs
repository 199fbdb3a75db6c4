using CsCheck;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

/// <summary>Strings of all that UTF-16 can hold, with what breaks tokenizers made frequent.</summary>
internal static class ArbitraryText
{
    private static readonly string[] AwkwardParts =
    [
        " ", "\t", "\r\n", "\n", "\u00A0", "\u3000", "\u0085", "\u2028", "\0", "\u0001", "\u007F", "\u200B", "\u200D", "\uFEFF", "\u00AD",
        "\uD800", "\uDC00", "\uFFFD", "\uFFFE", "\uFFFF", "e\u0301", "\u0301", "\u0344", "\uFF41\u0301", "\u00A0\u0301", "\u2026", "\uFB01", "\uFDFA",
        "\u00B4", "\u0130", "\u1E9E", "\u2260", "\u037E", "\u1F82", "\uD55C\uAD6D\uC5B4", "\u0E33", "\u6F22\u5B57", "\uF900", "\u2581", "\u2581\u2581",
        "\U0001F469\u200D\U0001F467", "\U0001F1EB\U0001F1F7", "\U0001D4B3", "<s>", "</s>", "<unk>", "<mask>", "<pad>", "[CLS]", "[SEP]", "##ing",
    ];

    private static readonly Gen<string> Awkward = Gen.Int[0, AwkwardParts.Length - 1].Select(i => AwkwardParts[i]);

    private static readonly Gen<string> Word = Gen.String[Gen.Char['a', 'z'], 1, 12];

    private static readonly Gen<string> Anything = Gen.Char['\0', '\uFFFF'].Array[1, 6].Select(chars => new string(chars));

    private static readonly Gen<string> CodePoint = Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32);

    public static Gen<string> Strings { get; } =
        Gen.Frequency((3, Awkward), (2, Word), (2, Anything), (1, CodePoint)).Array[0, 40].Select(string.Concat);
}
