using System.Text;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.WordPiece;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

public sealed class TokenizerGoldenTests(ITestOutputHelper output)
{
    [Fact]
    public void Unigram_OwnTexts_GiveHuggingFaceIdsAndOffsets() =>
        CompareUnigram(Path.Combine(TestPaths.Golden, "tokenizer", "xlmr.jsonl"));

    [Fact]
    public void WordPiece_OwnTexts_GiveHuggingFaceIdsAndOffsets() =>
        CompareWordPiece(Path.Combine(TestPaths.Golden, "tokenizer", "wordpiece-uncased.jsonl"), TestTokenizers.Uncased);

    [Fact]
    public void Unigram_CollectedTexts_GiveHuggingFaceIdsAndOffsets() =>
        CompareUnigram(Path.Combine(CollectedTexts(), "xlmr.jsonl"));

    [Fact]
    public void WordPiece_CollectedTexts_GiveHuggingFaceIdsAndOffsets()
    {
        var folder = CollectedTexts();
        var vocabulary = WordPieceVocabulary.Load(Path.Combine(folder, "wordpiece-uncased-vocab.txt"));
        CompareWordPiece(
            Path.Combine(folder, "wordpiece-uncased.jsonl"), new WordPieceTokenizer(vocabulary, BertNormalization.Uncased));
    }

    [Fact]
    public void ByteLevelBpe_OwnTexts_GiveHuggingFaceIds() =>
        Compare(Path.Combine(TestPaths.Golden, "soft", "tokenizer.jsonl"), TestTokenizers.SmolLm2, (_, _, _) => { });

    [Fact]
    public void ByteLevelBpe_CollectedTexts_GiveHuggingFaceIds() =>
        Compare(Path.Combine(CollectedTexts(), "..", "soft", "tokenizer.jsonl"), TestTokenizers.SmolLm2, (_, _, _) => { });

    private static string CollectedTexts()
    {
        Assert.SkipWhen(TestPaths.Data is null, "PROMPTCOMPRESSOR_DATA is not set: the collected texts were not compared.");
        return Path.Combine(TestPaths.Data, "golden", "tokenizer");
    }

    private void CompareWordPiece(string path, WordPieceTokenizer tokenizer) => Compare(path, tokenizer, (line, i, actual) =>
        Assert.True(line.Offsets[i] == actual, $"{Name(path, line, i)}: {line.Offsets[i]} expected, {actual} found."));

    private void CompareUnigram(string path) => Compare(path, TestTokenizers.Xlmr, (line, i, actual) =>
    {
        // A lone word-start piece stands for no characters; what the reference gives for it means nothing.
        if (actual.IsEmpty)
        {
            return;
        }

        // Where an accent is composed into its letter, the reference leaves the accent out of the span; here it is in.
        var expected = line.Offsets[i];
        var oneToOne = actual.Of(line.Text).ToString() is var text && text.Normalize(NormalizationForm.FormKC).Length == text.Length;
        var covers = actual.Start <= expected.Start && expected.End <= actual.End;
        Assert.True(actual == expected || (!oneToOne && covers), $"{Name(path, line, i)}: {expected} expected, {actual} found.");
    });

    private void Compare(string path, IOffsetTokenizer tokenizer, Action<GoldenLine, int, TextSpan> compareOffset)
    {
        var (lines, tokens) = (0, 0);
        foreach (var line in GoldenLine.Read(path))
        {
            var (ids, offsets) = tokenizer.Encode(line.Text);
            Assert.True(
                line.Ids.AsSpan().SequenceEqual(ids.ToArray()),
                $"{path}:{line.Number}\nexpected {string.Join(' ', line.Ids)}\nfound    {string.Join(' ', ids)}");
            Assert.Equal(ids.Count, offsets.Count);
            for (var i = 0; i < offsets.Count; i++)
            {
                compareOffset(line, i, offsets[i]);
            }

            (lines, tokens) = (lines + 1, tokens + ids.Count);
        }

        output.WriteLine($"{lines} lines, {tokens} tokens compared.");
        Assert.True(lines > 0 && tokens > 0, $"{path} holds nothing to compare.");
    }

    private static string Name(string path, GoldenLine line, int token) => $"{path}:{line.Number} token {token}";
}
