using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.WordPiece;

namespace PromptCompressor.UnitTests.Engine.Tokenization.WordPiece;

public sealed class WordPieceTokenizerTests
{
    private static readonly string[] Pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##known", "##a", "a", "$", "Ab", "\u6F22", "i", "##\u0307"];

    [Fact]
    public void Encode_Word_TakesTheLongestPieces() =>
        AssertTokens(CreateSut(BertNormalization.Uncased), "Unknown", [("un", 0, 2), ("##known", 2, 7)]);

    [Fact]
    public void Encode_NoPieceFits_WordIsOneUnknown() =>
        AssertTokens(CreateSut(BertNormalization.Uncased), "a unx", [("a", 0, 1), ("[UNK]", 2, 5)]);

    [Fact]
    public void Encode_HundredCodePoints_AreTokenizedAndOneMoreIsUnknown()
    {
        var sut = CreateSut(BertNormalization.Uncased);
        Assert.Equal(100, sut.Encode(new string('a', 100)).Ids.Count);
        AssertTokens(sut, new string('a', 101), [("[UNK]", 0, 101)]);
    }

    [Fact]
    public void Encode_SymbolAndIdeograph_AreWords() =>
        AssertTokens(CreateSut(BertNormalization.Uncased), "a$\u6F22a", [("a", 0, 1), ("$", 1, 2), ("\u6F22", 2, 3), ("a", 3, 4)]);

    [Fact]
    public void Encode_Cased_KeepsCaseAndAccents() =>
        AssertTokens(CreateSut(BertNormalization.Cased), "Ab \u00E0", [("Ab", 0, 2), ("[UNK]", 3, 4)]);

    [Fact]
    public void Encode_Uncased_StripsAccents() =>
        AssertTokens(CreateSut(BertNormalization.Uncased), "\u00C0 a\u0301", [("a", 0, 1), ("a", 2, 3)]);

    [Fact]
    public void Encode_DottedCapitalIWithoutStripping_IsTwoCodePointsOfOneChar() =>
        AssertTokens(CreateSut(new BertNormalization(LowerCase: true, StripAccents: false)), "\u0130", [("i", 0, 1), ("##\u0307", 0, 1)]);

    [Fact]
    public void Encode_DeletedCharacters_StayInsideTheSpan() =>
        AssertTokens(CreateSut(BertNormalization.Uncased), "\u00ADu\u200Bn\0", [("un", 1, 4)]);

    [Theory]
    [InlineData("[CLS]")]
    [InlineData("[SEP]")]
    [InlineData("[PAD]")]
    public void Encode_NamesOfSpecialTokens_AreText(string text) =>
        Assert.DoesNotContain(CreateSut(BertNormalization.Cased).Encode(text).Ids, id => id is 0 or 2 or 3);

    [Fact]
    public void Constructor_VocabularyWithoutSpecialToken_Throws()
    {
        var pieces = Pieces.Where(piece => piece is not "[SEP]").Select((piece, id) => KeyValuePair.Create(piece, id));
        var error = Assert.Throws<TokenizerFormatException>(() => new WordPieceVocabulary("vocab.txt", pieces));
        Assert.Contains("[SEP]", error.Message, StringComparison.Ordinal);
    }

    private static WordPieceTokenizer CreateSut(BertNormalization normalization) =>
        new(new WordPieceVocabulary("vocab.txt", Pieces.Select((piece, id) => KeyValuePair.Create(piece, id))), normalization);

    private static void AssertTokens(WordPieceTokenizer sut, string text, (string Piece, int Start, int End)[] expected)
    {
        var (ids, offsets) = sut.Encode(text);
        Assert.Equal(expected.Select(token => token.Piece), ids.Select(id => Pieces[id]));
        Assert.Equal(expected.Select(token => new TextSpan(token.Start, token.End)), offsets);
    }
}
