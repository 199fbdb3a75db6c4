using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Core.Selection.Scoring;

public sealed class RelevanceTests
{
    [Theory]
    [InlineData("Who founded the observatory?", "The weather was dull. Anna Novak founded the observatory in 1911. Lunch was served at noon.", "Novak")]
    [InlineData("Кто основал обсерваторию?", "Погода была скучной. Анна Новак основала обсерваторию. Обед подали в полдень.", "Новак")]
    [InlineData("谁建立了天文台？", "那天天气很糟糕。安娜建立了天文台。中午吃午饭。", "娜")]
    [InlineData("ใครก่อตั้งหอดูดาว", "อากาศวันนั้นแย่มากจนทุกคนต้องอยู่ในบ้าน แอนนาก่อตั้งหอดูดาวบนเนินเขาในปีนั้น กินข้าวเที่ยง", "ก่")]
    public void Of_OneSentenceHasTheWords_ItGainsMost(string question, string text, string answer)
    {
        var shifts = ShiftsOf(question, text);

        Assert.Equal(shifts[text]!.Max(word => word.Shift), shifts[text]!.First(word => word.Word == answer).Shift);
        Assert.True(shifts[text]![0].Shift < shifts[text]!.Max(word => word.Shift));
    }

    [Fact]
    public void Of_SeveralTexts_OnlyTheOneAskedForGains()
    {
        string[] texts = ["Pumps are tested in spring. Valves too.", "The harbour opened in 1902. It froze that winter.", "Nobody ordered crates."];
        var shifts = ShiftsOf("When did the harbour open?", texts);

        Assert.All(shifts[texts[2]]!, word => Assert.Equal(0, word.Shift));
        Assert.All(shifts[texts[1]]!, word => Assert.True(word.Shift > 0));
        Assert.True(ShiftOf(shifts, texts[1], "1902") > ShiftOf(shifts, texts[1], "froze"));
    }

    [Fact]
    public void Of_HeadingHasTheWords_ItsSentencesGain()
    {
        const string text = "Coal Harbour\nIt opened in 1902.\n\nGull Island\nNobody lived there before 1988.";
        var shifts = ShiftsOf("Coal Harbour?", text);

        Assert.True(ShiftOf(shifts, text, "1902") > 0);
        Assert.Equal(0, ShiftOf(shifts, text, "1988"));
    }

    [Fact]
    public void Of_BestSentenceNamesAnotherParagraphsSubject_ThatGainsToo()
    {
        string[] texts = ["Give Up the Ghost is an album by Brandi Carlile.", "The river rose by two metres.", "Carlile was born in Ravensdale."];
        var shifts = ShiftsOf("Where was the singer of Give Up the Ghost born?", texts);

        Assert.True(ShiftOf(shifts, texts[2], "Ravensdale") > ShiftOf(shifts, texts[1], "river"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("Wo?")]
    public void Of_TextsHaveNoWordOfTheQuestion_ChangesNothing(string question) =>
        Assert.Null(RunOf(question, ["The harbour opened in 1902.", ""]));

    private static double ShiftOf(Dictionary<string, List<(string Word, double Shift)>> shifts, string text, string word) =>
        shifts[text].Single(entry => entry.Word == word).Shift;

    private static Dictionary<string, List<(string Word, double Shift)>> ShiftsOf(string question, params string[] texts)
    {
        var shifts = RunOf(question, texts)!;
        return texts.Select((text, i) => (text, Words: SegmentedText.Of(text).Words.Select((word, j) => (word.Of(text).ToString(), shifts[i][j])).ToList()))
            .ToDictionary(entry => entry.text, entry => entry.Words);
    }

    /// <summary>All words are equally probable here: what differs comes from the question.</summary>
    private static double[][]? RunOf(string question, string[] texts)
    {
        var segmented = texts.Select(SegmentedText.Of).ToArray();
        var scores = segmented.Select(text => Enumerable.Repeat(new Score(128), text.Words.Count).ToArray()).ToArray();
        var sentences = Sentence.Of(segmented);
        var relevance = Relevance.Of(question, meaning: null, segmented, sentences, scores);
        return relevance is null ? null : Relevance.ShiftsOf([.. segmented.Select((text, i) => UnitBuilder.Build(text.Words, scores[i], []))], sentences, relevance);
    }
}
