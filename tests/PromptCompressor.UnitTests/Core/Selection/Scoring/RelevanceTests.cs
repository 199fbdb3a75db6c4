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

    /// <summary>No word is shared: what counts is where the vectors point. The nearest sentence gains most, and others less the farther they are.</summary>
    [Fact]
    public void Of_VectorsPointTheSameWay_TheNearestSentenceGainsMost()
    {
        const string text = "Le vieux moulin fut vendu. Il ferma en mai. La mairie est loin.";
        var relevance = RelevanceOf("When did the mill close?", text, Meaning(leastCosine: 0.4), [10, 100], [100, 10], [-100, 0])!;

        Assert.All(relevance, sentence => Assert.Equal(0, sentence.Lexical));
        Assert.Equal(12, relevance[1].Semantic, precision: 6);
        Assert.Equal(12 * Math.Exp((Cosine(10, 100) - Cosine(100, 10)) / 0.15), relevance[0].Semantic, precision: 6);
        Assert.InRange(relevance[2].Semantic, 0, relevance[0].Semantic);

        static double Cosine(double x, double y) => x / Math.Sqrt((x * x) + (y * y));
    }

    [Fact]
    public void Of_WordsAndMeaningPointAtTwoSentences_BothGain()
    {
        const string text = "The mill is old. It shut in May. Lunch was late.";
        var relevance = RelevanceOf("When did the mill close?", text, Meaning(leastCosine: 0.4), [0, 100], [100, 0], [-100, 0])!;

        Assert.Equal(relevance.Max(sentence => sentence.Lexical), relevance[0].Lexical);
        Assert.Equal(relevance.Max(sentence => sentence.Semantic), relevance[1].Semantic);
        Assert.Equal(12, relevance.Max(sentence => sentence.Sum), precision: 6);
        Assert.True(relevance[2].Sum < relevance[0].Sum && relevance[2].Sum < relevance[1].Sum);
    }

    /// <summary>English and German share <c>in</c>, which every sentence has: by that word none of them is as good as the best by meaning.</summary>
    [Fact]
    public void Of_ASmallWordIsAllThatIsShared_MeaningDecides()
    {
        const string text = "Der Verein ist in Gera. Im Herbst wird in Jena gebacken. Man ist in Ulm.";
        var relevance = RelevanceOf("What do they bake in autumn?", text, Meaning(leastCosine: 0.15), [0, 100], [100, 0], [-100, 0])!;

        Assert.Equal(relevance.Max(sentence => sentence.Sum), relevance[1].Sum);
        Assert.All(relevance, sentence => Assert.InRange(sentence.Lexical, 0.01, 3));
    }

    /// <summary>A text always has a sentence that is nearest to a question, also where it has nothing to do with it.</summary>
    [Fact]
    public void Of_EvenTheNearestSentenceIsFar_MeaningHasNoSay()
    {
        const string text = "Le vieux moulin fut vendu. Il ferma en mai.";
        Assert.Null(RelevanceOf("Who won the cup?", text, Meaning(leastCosine: 0.4), [30, 100], [20, 100]));
        Assert.NotNull(RelevanceOf("Who won the cup?", text, Meaning(leastCosine: 0.2), [30, 100], [20, 100]));
    }

    /// <summary>Sentences that no model has read, such as protected text from end to end, have no vectors beside those that have.</summary>
    [Fact]
    public void Of_SegmentsWithoutVectors_AreComparedByWords()
    {
        string[] texts = ["Le moulin ferma en juin.", "The mill closed in May."];
        var segmented = texts.Select(SegmentedText.Of).ToArray();
        var sentences = Sentence.Of(segmented, [[Vectors([6], [100, 0])], [null]]);
        var relevance = Relevance.Of("When did the mill close?", Meaning(leastCosine: 0.4), segmented, sentences, ScoresOf(segmented))!;

        Assert.True(relevance[0] is { Lexical: 0, Semantic: > 0 });
        Assert.True(relevance[1].Lexical > 0 && relevance[1].Semantic < relevance[0].Semantic);
    }

    private static QuestionMeaning Meaning(double leastCosine) => new(new QuestionVector([100, 0]), 1, leastCosine);

    private static SentenceRelevance[]? RelevanceOf(string question, string text, QuestionMeaning meaning, params sbyte[][] vectors)
    {
        SegmentedText[] segmented = [SegmentedText.Of(text)];
        var next = 0;
        var read = segmented[0].Segments.Select((segment, i) =>
        {
            var ends = SentenceEnds.Of(text, segment, segmented[0].WordsOf(i));
            next += ends.Length;
            return Vectors(ends, vectors[(next - ends.Length)..next]);
        }).ToArray();
        Assert.Equal(vectors.Length, next);
        return Relevance.Of(question, meaning, segmented, Sentence.Of(segmented, [read]), ScoresOf(segmented));
    }

    private static SentenceVectors Vectors(int[] ends, params sbyte[][] vectors) =>
        new(ends, vectors.SelectMany(vector => vector).Select(number => (byte)number).ToArray());

    private static Score[][] ScoresOf(SegmentedText[] texts) => [.. texts.Select(text => Enumerable.Repeat(new Score(128), text.Words.Count).ToArray())];

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
        var scores = ScoresOf(segmented);
        var sentences = Sentence.Of(segmented);
        var relevance = Relevance.Of(question, meaning: null, segmented, sentences, scores);
        return relevance is null ? null : Relevance.ShiftsOf([.. segmented.Select((text, i) => UnitBuilder.Build(text.Words, scores[i], []))], sentences, relevance);
    }
}
