using System.Globalization;
using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

public sealed class TokenizerPropertyTests
{
    private const int Cases = 3_000;

    public static TheoryData<string> Tokenizers => ["xlmr", "uncased", "cased", "smollm2"];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encode_AnyText_GivesOrderedOffsetsWithinIt(string name) => ArbitraryText.Strings.Sample(
        text =>
        {
            var (ids, offsets) = Get(name).Encode(text);
            Assert.Equal(ids.Count, offsets.Count);
            var before = new TextSpan(0, 0);
            foreach (var span in offsets)
            {
                Assert.InRange(span.End, span.Start, text.Length);
                Assert.True(span.Start >= before.Start && span.End >= before.End, $"{span} after {before}");

                // Tokens share characters only within one text element, where one character became several.
                var shared = before.End - span.Start;
                Assert.True(shared <= 0 || shared <= StringInfo.GetNextTextElementLength(text, span.Start), $"{span} overlaps {before}");
                before = span;
            }
        },
        iter: Cases);

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encode_AnyText_CoversEveryLetterAndDigit(string name) => ArbitraryText.Strings.Sample(
        text =>
        {
            var covered = new bool[text.Length];
            foreach (var span in Get(name).Encode(text).Offsets)
            {
                covered.AsSpan(span.Start, span.Length).Fill(true);
            }

            for (var i = 0; i < text.Length; i++)
            {
                Assert.True(covered[i] || !char.IsLetterOrDigit(text, i), $"U+{(int)text[i]:X4} at {i} has no token");
            }
        },
        iter: Cases);

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encode_AnyTextAgain_GivesTheSame(string name) => ArbitraryText.Strings.Sample(
        text =>
        {
            var first = Get(name).Encode(text);
            var second = Get(name).Encode(text);
            Assert.Equal(first.Ids, second.Ids);
            Assert.Equal(first.Offsets, second.Offsets);
        },
        iter: Cases);

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encode_ManyThreads_GivesWhatOneThreadGives(string name)
    {
        var texts = new List<string>();
        ArbitraryText.Strings.Sample(texts.Add, iter: 200, threads: 1);
        var alone = texts.ConvertAll(text => Get(name).Encode(text));

        Parallel.For(0, texts.Count * 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (ids, offsets) = Get(name).Encode(texts[i % texts.Count]);
            Assert.Equal(alone[i % texts.Count].Ids, ids);
            Assert.Equal(alone[i % texts.Count].Offsets, offsets);
        });
    }

    private static IOffsetTokenizer Get(string name) => name switch
    {
        "xlmr" => TestTokenizers.Xlmr,
        "uncased" => TestTokenizers.Uncased,
        "smollm2" => TestTokenizers.SmolLm2,
        _ => TestTokenizers.Cased,
    };
}
