using System.Globalization;
using CsCheck;
using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Engine.Counting;

public sealed class TiktokenCounterTests
{
    private static readonly TokenCounters Counters = new();

    public static TheoryData<string> Encodings => ["o200k_base", "cl100k_base"];

    /// <summary>Each repeats one piece of an encoding's pattern without end; the library alone would take minutes to hours.</summary>
    public static TheoryData<string, string> Floods => new()
    {
        { "letters", "a" },
        { "white space", " " },
        { "line ends", "\n" },
        { "emoji", "\U0001F600" },
        { "emoji that are joined", "\U0001F469\u200D\U0001F467" },
        { "symbols and halves of pairs", "\u263A\uD800" },
        { "halves of pairs", "\uDC00" },
        { "letters of other planes", "\U0001D4B3" },
        { "symbols with marks", "!\u0301" },
        { "letters with marks", "e\u0301" },
        { "slashes and line ends", "/\n" },
        { "slashes and line ends of two", "/\r\n" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Count_AnyText_IsTheLibrarys(string encoding)
    {
        var library = TiktokenTokenizer.CreateForEncoding(encoding);
        TextGen.Any.Where(text => text.Length < TiktokenCounter.MaxRun).Sample(text => Assert.Equal(library.CountTokens(text), Count(encoding, text)));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Count_AsciiAndWhatBreaksIt_IsTheLibrarys(string encoding)
    {
        var library = TiktokenTokenizer.CreateForEncoding(encoding);
        string[] parts =
        [
            "a", "b", "Z", "Q", "the", "Http", "'s", "'S", "'re", "'LL", "'", "''", " ", "  ", "                                    ", "\n", "\r\n", "\r", "\t", "\v", "\f", "1", "23", "/", "-", "------------------------------------",
            "\"", "{", "<|", "<|endoftext|>", "\0", "\u001C", "\u007F", "\u0085", "\u00A0", "\u0301", "\u017F", "\u00E9", "\u6F22",
        ];
        Gen.Int[1, parts.Length].SelectMany(few => Gen.OneOf(parts[..few]).List[0, 30]).Sample(
            text => Assert.Equal(library.CountTokens(string.Concat(text)), Count(encoding, string.Concat(text))), iter: 20_000);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Count_NumbersOfThreeDigits_IsOne(string encoding)
    {
        var library = TiktokenTokenizer.CreateForEncoding(encoding);
        Assert.All(Enumerable.Range(0, 1000), number => Assert.Equal((1, 1), (library.CountTokens(number.ToString("000", CultureInfo.InvariantCulture)), Count(encoding, number.ToString("000", CultureInfo.InvariantCulture)))));
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public void Count_Flood_Ends(string name, string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 300_000 / unit.Length));
        Assert.All(Encodings, encoding => Assert.True(Count(encoding.Data, text) <= text.Length * 3, name));
    }

    private static int Count(string encoding, string text) => ((ITokenCounter)Counters.Find(encoding)!).Count(text);
}
