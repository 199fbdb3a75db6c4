using System.Text.Json;
using CsCheck;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Soft;
using PromptCompressor.TestSupport;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Soft;

public sealed class SoftSegmenterTests(ITestOutputHelper output)
{
    private const int SegmentTokens = 20;

    private static readonly SoftSegmenter Sut = new(TestTokenizers.SmolLm2, SegmentTokens);

    [Fact]
    public void Split_OwnTexts_GivesThePiecesAndSegmentsOfTheTraining() => Compare(Path.Combine(TestPaths.Golden, "soft", "segments.jsonl"));

    [Fact]
    public void Split_CollectedTexts_GivesThePiecesAndSegmentsOfTheTraining()
    {
        Assert.SkipWhen(TestPaths.Data is null, "PROMPTCOMPRESSOR_DATA is not set: the collected texts were not compared.");
        Compare(Path.Combine(TestPaths.Data, "golden", "soft", "segments.jsonl"));
    }

    [Fact]
    public void Split_AnyText_GivesOrderedSegmentsOfBoundedSize() => ArbitraryText.Strings.Sample(
        text =>
        {
            var end = 0;
            foreach (var segment in Split(text))
            {
                Assert.InRange(segment.Ids.Length, 1, SegmentTokens);
                Assert.InRange(segment.Span.Start, 0, text.Length);
                Assert.True(segment.Span.End >= end && segment.Span.End <= text.Length);
                end = segment.Span.End;
            }
        },
        iter: 2_000);

    [Fact]
    public void Split_SentenceInserted_ChangesNoOtherSegment() => Gen.Select(Sentences, Gen.String[Gen.Char['a', 'z'], 1, 200], Gen.Int[0, 50]).Sample(
        (sentences, inserted, place) =>
        {
            place %= sentences.Length + 1;
            var before = string.Concat(sentences[..place]);
            var after = string.Concat(sentences[place..]);
            var sentence = $"{inserted}.\n";

            var expected = IdsOf(before).Concat(IdsOf(sentence)).Concat(IdsOf(after));

            Assert.Equal(expected, IdsOf(before + sentence + after));
        },
        iter: 500);

    [Fact]
    public void Split_ExactRules_MarkTheSegmentsTheyFindSomethingIn()
    {
        const string Text = "Nothing here to keep. It failed 14 of 212 times. And that is all.";

        var segments = Sut.Split(0, Text, [ProtectionRules.ByName["number"]]).ToArray();

        Assert.Equal([false, true, false], segments.Select(segment => segment.IsExact));
        Assert.Contains("212", segments[1].Span.Of(Text).ToString(), StringComparison.Ordinal);
    }

    private static Gen<string[]> Sentences { get; } = ArbitraryText.Strings.Select(text => text.Replace('\n', ' ') + "x.\n").Array[0, 6];

    private static SoftSegment[] Split(string text) => [.. Sut.Split(0, text, [])];

    private static IEnumerable<string> IdsOf(string text) => Split(text).Select(segment => string.Join(' ', segment.Ids.ToArray()));

    private void Compare(string path)
    {
        var (lines, segments) = (0, 0);
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString()!;
            Assert.Equal(json.RootElement.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()!), SentencePieces.Of(text).Select(span => span.Of(text).ToString()));
            var expected = json.RootElement.GetProperty("segments").EnumerateArray().Select(ids => string.Join(' ', ids.EnumerateArray())).ToArray();
            Assert.Equal(expected, IdsOf(text));
            (lines, segments) = (lines + 1, segments + expected.Length);
        }

        output.WriteLine($"{lines} lines, {segments} segments compared.");
        Assert.True(segments > 50, $"{path} holds too little to compare.");
    }
}
