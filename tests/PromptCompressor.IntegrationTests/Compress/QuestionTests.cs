using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class QuestionTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";
    private const string Harbour = "The harbour office was painted green in spring. Nobody had asked for it, and the mayor, well, preferred blue.";

    [Fact]
    public async Task Compress_Question_DecidesWhatABudgetIsSpentOn()
    {
        var (aboutMaria, aboutMayor) = (await AskAsync("Who writes the post-mortem?"), await AskAsync("Which colour did the mayor prefer?"));

        Assert.Contains("Maria", (string)aboutMaria["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Contains("blue", (string)aboutMayor["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("blue", (string)aboutMaria["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.All([aboutMaria, aboutMayor], answer => Assert.InRange((double)answer["rate"]!, 0.1, 0.2));
        Assert.Equal(0, (int)aboutMayor["cache"]!["misses"]!);
        Assert.Null(aboutMayor["threshold"]);
        Assert.Equal((string)aboutMaria["compressed_prompt"]!, (string)(await AskAsync("Who writes the post-mortem?"))["compressed_prompt"]!);
    }

    /// <summary>No word of the question stands in the text.</summary>
    [Theory]
    [InlineData("Why is the mill closed to visitors?", "Stützbalken", 2)]
    [InlineData("When will the meeting take place?", "jeudi", 1)]
    [InlineData("How much did the price of rye rise?", "vier Prozent", 3)]
    public async Task Compress_QuestionInAnotherLanguage_KeepsWhatAnswersIt(string question, string answer, int context)
    {
        var request = new JsonObject { ["context"] = string.Join(' ', Texts.Foreign), ["question"] = question, ["rate"] = 0.4 };
        var asked = await service.Client.PostAsync(Path, request);
        request["context"] = new JsonArray([.. Texts.Foreign.Select(text => JsonValue.Create(text))]);
        request["target_context"] = 1;
        var filtered = await service.Client.PostAsync(Path, request);

        Assert.Contains(answer, (string)asked["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Empty(asked["warnings"]!.AsArray());
        Assert.Equal(Enumerable.Range(0, 4).Where(i => i != context), filtered["dropped_contexts"]!.AsArray().Select(i => (int)i!));
    }

    [Fact]
    public async Task Compress_SentenceVectorsOff_ComparesWordsAloneAndSaysSo()
    {
        await using var host = await ServiceHost.StartReadyAsync("--Engine:SentenceVectors", "false");
        var request = new JsonObject { ["context"] = new JsonArray(Harbour, Texts.Meeting), ["question"] = "Who writes the post-mortem?", ["rate"] = 0.2 };
        var asked = await host.Client.PostAsync(Path, request);
        request.Remove("question");
        var notAsked = await host.Client.PostAsync(Path, request);

        Assert.Contains("words alone", (string)Assert.Single(asked["warnings"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Contains("Maria", (string)asked["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Empty(notAsked["warnings"]!.AsArray());
        Assert.All((await host.Client.GetJsonAsync("/v1/models"))["models"]!.AsArray(), model => Assert.Equal("lexical", (string)model!["relevance"]!));
        Assert.All((await service.Client.GetJsonAsync("/v1/models"))["models"]!.AsArray(), model => Assert.Equal("semantic", (string)model!["relevance"]!));
    }

    [Fact]
    public async Task Compress_QuestionOfMarksAlone_IsNone() =>
        Assert.Equal((string)(await AskAsync(null))["compressed_prompt"]!, (string)(await AskAsync("?! …"))["compressed_prompt"]!);

    [Fact]
    public async Task Compress_HugeQuestion_StatesTheLimit()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Harbour, ["question"] = new string('a', 1_000_000) }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("has 1000000 characters, and may have 10000 (Limits:QuestionLength).", (string)answer["errors"]!["question"]![0]!);
    }

    [Fact]
    public async Task Compress_ParametersOfLlmlingua_AreRefusedWithAdvice()
    {
        var answer = await service.Client.PostAsync(
            Path, new JsonObject { ["context"] = Harbour, ["add_instruction"] = true, ["reorder_context"] = "sort", ["nonsense"] = 1 }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["add_instruction", "nonsense", "reorder_context"], answer["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Contains("question", (string)answer["errors"]!["add_instruction"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_InstructionAndQuestionAround_AreCountedAndWhole()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject
        {
            ["context"] = new JsonArray(Harbour, Texts.Meeting),
            ["instruction"] = "Answer in one word.",
            ["question"] = "Who found the leak?",
            ["concate_question"] = true,
            ["target_token"] = 60,
        });

        Assert.StartsWith("Answer in one word.\n\n", (string)answer["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.EndsWith("\n\nWho found the leak?", (string)answer["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.InRange((int)answer["compressed_tokens"]!, 50, 60);
        Assert.Equal(2, answer["compressed_prompt_list"]!.AsArray().Count);
    }

    [Fact]
    public async Task Compress_TargetContext_DropsTheTextThatHasLeastToDoWithTheQuestion()
    {
        var request = new JsonObject { ["context"] = new JsonArray(Harbour, Texts.Meeting), ["question"] = "Who writes the post-mortem?", ["target_context"] = 1 };
        var answer = await service.Client.PostAsync(Path, request);

        Assert.Equal("[0]", answer["dropped_contexts"]!.ToJsonString());
        Assert.Equal("", (string)answer["compressed_prompt_list"]![0]!);
        Assert.Equal((string)answer["compressed_prompt_list"]![1]!, (string)answer["compressed_prompt"]!);

        request["force_context_ids"] = new JsonArray(0);
        var forced = await service.Client.PostAsync(Path, request);
        Assert.Equal("[1]", forced["dropped_contexts"]!.ToJsonString());

        request["force_context_ids"] = new JsonArray(0, 2);
        var wrong = await service.Client.PostAsync(Path, request, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("must be the index of a context, from 0 to 1.", (string)wrong["errors"]!["force_context_ids[1]"]![0]!);
    }

    private Task<JsonObject> AskAsync(string? question) => service.Client.PostAsync(
        Path, new JsonObject { ["context"] = new JsonArray(Harbour, Texts.Meeting), ["question"] = question, ["rate"] = 0.2, ["protect"] = new JsonArray() });
}
