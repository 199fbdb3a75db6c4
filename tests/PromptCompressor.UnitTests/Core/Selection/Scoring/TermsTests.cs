using CsCheck;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Selection.Scoring;

public sealed class TermsTests
{
    [Theory]
    [InlineData("compress", "Compression")]
    [InlineData("Wer gründete", "WER GRÜNDETE")]
    [InlineData("основал", "основала")]
    [InlineData("l'Europe", "Europe")]
    [InlineData("well-known", "KNOWN WELL")]
    [InlineData("東京都", "都は東京都の")]
    [InlineData("データ", "データ。")]

    // Endings of short words.
    [InlineData("dog", "Dogs")]
    [InlineData("city", "cities")]
    [InlineData("price", "PRICES")]
    [InlineData("run", "running")]
    [InlineData("plan", "planned")]
    [InlineData("box", "boxes")]
    [InlineData("bus", "buses")]
    [InlineData("date", "dates")]
    [InlineData("quick", "quickly")]
    [InlineData("Hund", "Hunde Hunden Hundes")]
    [InlineData("Tag", "Tage")]
    [InlineData("Haus", "Häuser")]
    [InlineData("Mann", "Männer")]
    [InlineData("cheval", "CHEVAL")]
    [InlineData("coûte", "coûter coûtes")]
    [InlineData("perro", "perras")]
    [InlineData("llevar", "lleva")]
    [InlineData("libro", "libri")]
    [InlineData("boom", "bomen")]
    [InlineData("oraș", "orașul orașele")]
    [InlineData("lampa", "lampy lampami")]
    [InlineData("dress", "dresses")]
    [InlineData("kitap", "kitaplar kitaplardan")]
    [InlineData("кот", "коты котами котом")]
    [InlineData("новый", "новая новых новому")]
    [InlineData("місто", "міста")]
    [InlineData("δρόμος", "δρόμου δρόμων")]
    [InlineData("كتاب", "الكتاب والكتاب")]
    [InlineData("किताब", "किताबें किताबों")]
    [InlineData("학교", "학교에서 학교는")]

    // Ways to write one word.
    [InlineData("Zürich", "ZURICH")]
    [InlineData("café", "cafe\u0301")]
    [InlineData("Straße", "Strasse")]
    [InlineData("bicicleta", "bicycles")]
    [InlineData("ｄｏｇ", "dog")]
    [InlineData("ﾊﾞｽ", "バス")]
    [InlineData("٢٠٢٥", "2025")]
    [InlineData("２０２５", "2025")]
    [InlineData("ёлка", "елка")]
    [InlineData("مُدَرِّس", "مدرس")]
    public void Of_FormsOfAWord_ShareTheirTerms(string one, string other) => Assert.Subset(IdsOf(other), IdsOf(one));

    [Theory]
    [InlineData("1986", "1987")]
    [InlineData("12345678", "12345679")]
    [InlineData("cat", "category")]
    [InlineData("date", "data")]
    [InlineData("string", "strap")]
    [InlineData("バス", "パス")]
    [InlineData("người", "ngươi")]
    [InlineData("北京", "京北")]
    public void Of_DifferentWords_ShareNothing(string one, string other) => Assert.False(IdsOf(one).Overlaps(IdsOf(other)));

    [Theory]
    [InlineData("Vertrag", "Mietvertrag")]
    [InlineData("Verträge", "Versicherungsvertrags")]
    [InlineData("Hausordnung", "Haus")]
    [InlineData("information", "info")]
    public void Of_AskedForAPartOfACompound_TheyShareATerm(string asked, string word)
    {
        var found = Terms.Of(word, SegmentedText.Of(word).Words, new AskedTerms(asked)).Select(term => term.Id);
        Assert.Subset(found.ToHashSet(), IdsOf(asked));
    }

    [Theory]
    [InlineData("port", "support report")]
    [InlineData("land", "England")]
    [InlineData("12345", "123456789")]
    public void Of_AskedForWhatAnotherWordEndsWithByChance_TheyShareNothing(string asked, string text)
    {
        var found = Terms.Of(text, SegmentedText.Of(text).Words, new AskedTerms(asked)).Select(term => term.Id);
        Assert.False(IdsOf(asked).Overlaps(found));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!... - (…) 。？")]
    [InlineData("a ' b")]
    [InlineData("\ud800")]
    public void Of_NothingToCompare_IsEmpty(string text) => Assert.Empty(IdsOf(text));

    [Fact]
    public void Of_AnyText_NamesItsWordsInOrder() => TextGen.Any.Sample(text =>
    {
        var words = SegmentedText.Of(text).Words;
        var terms = Terms.Of(text, words);
        Assert.All(terms, term => Assert.InRange(term.Word, 0, words.Count - 1));
        Assert.Equal(terms.OrderBy(term => term.Word), terms);
    });

    private static HashSet<ulong> IdsOf(string text) => [.. Terms.Of(text, SegmentedText.Of(text).Words).Select(term => term.Id)];
}
