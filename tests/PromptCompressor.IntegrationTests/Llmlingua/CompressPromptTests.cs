using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Llmlingua;

public sealed class CompressPromptTests(ServiceFixture service)
{
    private const string Path = "/v1/llmlingua/compress_prompt";
    private const string Native = "/v1/compress";

    [Fact]
    public async Task CompressPrompt_RecordedCalls_AnswerWithTheLibrarysFields()
    {
        // The engine tests compare the texts, on every CPU; this is about the wire.
        var all = 0;
        foreach (var line in File.ReadLines(System.IO.Path.Combine(TestPaths.Golden, "reference", "xlmr-mini.jsonl")).Select(line => JsonNode.Parse(line)!))
        {
            if ((string)line["name"]! is not ("000_meetings_en" or "002_encyclopedic_en" or "003_books_en" or "008_science_en" or "020_chat_en"))
            {
                continue;
            }

            var request = (JsonObject)line["params"]!.DeepClone();
            request["context"] = line["context"]!.DeepClone();
            var answer = await service.Client.PostAsync(Path, request);

            Assert.Equal(line["expected"]!.AsObject().Select(field => field.Key).Order(), answer.Select(field => field.Key).Order());
            Assert.Equal((int)line["expected"]!["origin_tokens"]!, (int)answer["origin_tokens"]!);
            all++;
            if (Cpu.IsAsRecorded)
            {
                Assert.True(JsonNode.DeepEquals(line["expected"], answer));
            }
        }

        Assert.True(all > 0);
    }

    [Theory]
    [InlineData("""{ "context": "a", "question": "b" }""", "question")]
    [InlineData("""{ "context": "a", "instruction": "b" }""", "instruction")]
    [InlineData("""{ "context": "a", "condition_in_question": "after" }""", "condition_in_question")]
    [InlineData("""{ "context": "a", "rank_method": "bm25" }""", "rank_method")]
    [InlineData("""{ "context": "a", "contexts": [] }""", "contexts")]
    [InlineData("""{ "rate": 0.5 }""", "context")]
    [InlineData("""{ "context": [] }""", "context")]
    [InlineData("""{ "context": "a", "rate": "half" }""", "rate")]
    [InlineData("""{ "context": "a", "token_to_word": "last" }""", "token_to_word")]
    [InlineData("""{ "context": "a", "force_tokens": [""] }""", "force_tokens[0]")]
    [InlineData("""{ "context": "a", "force_context_ids": [0.5] }""", "force_context_ids[0]")]
    [InlineData("""{ "context": "a", "force_context_ids": 1 }""", "force_context_ids")]
    [InlineData("""{ "context": "a", "model": "nothing" }""", "model")]
    [InlineData("""["a"]""", "$")]
    public async Task CompressPrompt_WrongField_Is422NamingIt(string json, string field)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Contains(field, problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("""{ "context": "some words", "rate": 0 }""")]
    [InlineData("""{ "context": ["some words", ""] }""")]
    [InlineData("""{ "context": "", "target_token": 5 }""")]
    [InlineData("""{ "context": "<|endoftext|>" }""")]
    public async Task CompressPrompt_WhereTheLibraryFails_Is422(string json)
    {
        var problem = JsonNode.Parse(await service.Client.PostTextAsync(Path, json, HttpStatusCode.UnprocessableEntity))!;

        Assert.Contains("LLMLingua-2", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompressPrompt_LongSeparator_IsRefused()
    {
        var request = new JsonObject { ["context"] = "a", ["word_sep"] = new string('-', 300) };

        var problem = await service.Client.PostAsync(Path, request, HttpStatusCode.UnprocessableEntity);

        Assert.NotNull(problem["errors"]!["word_sep"]);
    }

    [Fact]
    public async Task Compress_ReferenceMode_GivesTheSameText()
    {
        const string Text = "Okay, so the river gauge at Hollin Bridge read 3.42 m at 06:15, which is 18 cm above the warning level.\nNo houses were flooded.";
        var request = new JsonObject { ["context"] = new JsonArray(Text, Text), ["rate"] = 0.4, ["force_tokens"] = new JsonArray("\n") };
        var reference = await service.Client.PostAsync(Path, With(request, "use_context_level_filter", false));
        var answer = await service.Client.PostAsync(Native, With(request, "mode", "reference"));

        Assert.Equal((string)reference["compressed_prompt"]!, (string)answer["compressed_prompt"]!);
        Assert.Equal((int)reference["compressed_tokens"]!, (int)answer["compressed_tokens"]!);
        Assert.Equal("cl100k_base", (string)answer["tokenizer"]!["name"]!);
        Assert.InRange((double)answer["rate"]!, 0.1, 0.9);
    }

    [Fact]
    public async Task Compress_ReferenceMode_RefusesWhatTheLibraryLacks()
    {
        var request = new JsonObject { ["context"] = "a", ["mode"] = "reference", ["return_spans"] = true, ["min_score"] = 0.2 };

        var problem = await service.Client.PostAsync(Native, request, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["min_score", "return_spans"], problem["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    private static JsonObject With(JsonObject request, string field, JsonNode value)
    {
        var copy = (JsonObject)request.DeepClone();
        copy[field] = value;
        return copy;
    }
}
