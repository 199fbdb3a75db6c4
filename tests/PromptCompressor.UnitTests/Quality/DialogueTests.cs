extern alias quality;

using PromptCompressor.Core.Text;
using quality::PromptCompressor.Quality.Dialogue;
using quality::PromptCompressor.Quality.Meaning;

namespace PromptCompressor.UnitTests.Quality;

public sealed class DialogueTests
{
    private static readonly Meeting Meeting = quality::PromptCompressor.Quality.Dialogue.Meeting.Parse("""
        {"turns": ["Ada: Shall we begin ?", "Ben Oak: Yes : the budget\nis 40 .", "Ada: Fine ."],
         "specific": [{"query": "What is the budget?", "spans": [["1", "1"], ["1", "2"], ["7", "9"]]}, {"query": "Who begins?", "spans": [["0", "0"]]}]}
        """);

    [Fact]
    public void Meeting_IsATurnALine_WithTheTurnsThatAnswer()
    {
        Assert.Equal("Ada: Shall we begin ?\nBen Oak: Yes : the budget is 40 .\nAda: Fine .", Meeting.Source.Text);
        Assert.Equal(["Ada", "Ben Oak", "Ada"], Meeting.Turns.Select(turn => turn.Label.Of(Meeting.Source.Text).ToString()));
        Assert.Equal([[1, 2], [0]], Meeting.Questions.Select(question => question.Relevant));
    }

    [Fact]
    public void Words_AreThoseSaid_WithoutSpeakersAndMarks() =>
        Assert.Equal(
            [["Shall", "we", "begin"], ["Yes", "the", "budget", "is", "40"], ["Fine"]],
            DialogueStudy.WordsOf(Meeting).Select(turn => turn.Select(word => word.Of(Meeting.Source.Text).ToString())));

    [Fact]
    public void ContentWords_AreNoFunctionWordsOrFillers() =>
        Assert.Equal(
            [["Shall", "begin"], ["Yes", "budget", "40"], ["Fine"]],
            DialogueStudy.ContentWordsOf(Meeting).Select(turn => turn.Select(word => word.Of(Meeting.Source.Text).ToString())));

    [Fact]
    public void WordsLeft_AreCountedTurnByTurn()
    {
        var text = Meeting.Source.Text;
        string[] left = ["Ada: ", "begin ?\nBen Oak: ", "budget is 40 .\nAda:"];

        var kept = new KeptText(text, string.Concat(left), [.. left.Select(piece => new TextSpan(text.IndexOf(piece, StringComparison.Ordinal), text.IndexOf(piece, StringComparison.Ordinal) + piece.Length))]);

        Assert.Equal([1, 3, 0], DialogueStudy.LeftOf(DialogueStudy.WordsOf(Meeting), kept));
    }
}
