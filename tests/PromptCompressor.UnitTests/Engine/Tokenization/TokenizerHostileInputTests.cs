using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

/// <summary>Anything quadratic in these would run for minutes to days.</summary>
public sealed class TokenizerHostileInputTests
{
    public static TheoryData<string, string, int> Floods => new()
    {
        { "a megabyte without white space", "a", 1_000_000 },
        { "ideographs without white space", "\u6F22\u5B57\u3092", 300_000 },
        { "white space alone", " ", 1_000_000 },
        { "one-letter words", "a ", 500_000 },
        { "emoji", "\U0001F600", 100_000 },
        { "one emoji joined to itself: a single text element", "\U0001F469\u200D", 100_000 },
        { "accents without end on one letter", "\u0301", 300_000 },
        { "one character that normalises to eighteen", "\uFDFA", 100_000 },
        { "flags", "\U0001F1EB\U0001F1F7", 100_000 },
        { "lone high surrogates", "\uD800", 300_000 },
        { "lone low surrogates", "\uDC00", 300_000 },
        { "NULs", "\0", 300_000 },
        { "NULs among letters", "a\0", 300_000 },
        { "unknown characters", "\U000E0123\uE000", 300_000 },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public void Encode_Flood_Ends(string name, string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));
        foreach (var tokenizer in (IOffsetTokenizer[])[TestTokenizers.Xlmr, TestTokenizers.Uncased, TestTokenizers.SmolLm2])
        {
            var (ids, offsets) = tokenizer.Encode(text);
            Assert.True(ids.Count == offsets.Count, name);
            Assert.True(ids.Count <= text.Length * 20L, name);
        }
    }
}
