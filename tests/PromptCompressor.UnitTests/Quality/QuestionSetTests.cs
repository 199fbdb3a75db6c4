using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Quality;

/// <summary>An answer that does not stand in its text would count as lost in every measurement.</summary>
public sealed class QuestionSetTests
{
    private static readonly IReadOnlyList<JsonNode> Items =
    [
        .. Directory.EnumerateFiles(Path.Combine(TestPaths.Root, "tests", "PromptCompressor.Quality", "Questions"), "*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => JsonNode.Parse(line)!),
    ];

    [Fact]
    public void Answers_StandInTheirContext() => Assert.All(Items, item =>
    {
        var answers = item["answers"]!.AsArray();
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Contains((string)answer!, (string)item["context"]!, StringComparison.OrdinalIgnoreCase));
    });

    [Fact]
    public void Questions_AreSixtyOrMore_InSixLanguagesOrMore()
    {
        Assert.All(Items, item => Assert.Equal("own", (string)item["set"]!));
        Assert.InRange(Items.Select(item => (string)item["question"]!).Distinct().Count(), 60, int.MaxValue);
        Assert.InRange(Items.Select(item => (string)item["lang"]!).Distinct().Count(), 6, int.MaxValue);
    }
}
