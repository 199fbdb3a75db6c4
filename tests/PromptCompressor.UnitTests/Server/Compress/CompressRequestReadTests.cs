using System.Text.Json;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;

namespace PromptCompressor.UnitTests.Server.Compress;

public sealed class CompressRequestReadTests
{
    private const string Unknown = "is not a field of this request; there are: context, messages, use_tags, question, instruction, concate_question, "
        + "use_context_level_filter, target_context, context_level_rate, context_level_target_token, force_context_ids, rate, target_token, tokenizer, model, mode, "
        + "content, reshape, force_tokens, force_reserve_digit, drop_consecutive, min_score, protect, return_spans, return_word_label.";

    [Fact]
    public void Read_AllFields_AreTaken()
    {
        var request = Read(
            """
            {
              "context": ["a", "b\u0000"], "rate": 0.25, "target_token": 7, "tokenizer": "gpt-4o", "model": "m", "mode": "native",
              "force_tokens": ["x"], "force_reserve_digit": true, "drop_consecutive": true, "min_score": 0.5, "protect": ["number"],
              "return_spans": true, "return_word_label": true, "question": "why", "use_tags": false,
              "instruction": "i", "concate_question": true, "use_context_level_filter": true, "target_context": 2, "context_level_rate": 0.5,
              "context_level_target_token": 9, "force_context_ids": [1, 0]
            }
            """);

        Assert.Equal(["a", "b\0"], request.Context!);
        Assert.Equal((0.25, 7, 0.5), (request.Rate, request.TargetToken, request.MinScore));
        Assert.Equal(("gpt-4o", "m", "native"), (request.Tokenizer, request.Model, request.Mode));
        Assert.Equal(["x"], request.ForceTokens!);
        Assert.Equal(["number"], request.Protect!);
        Assert.Equal(("why", false), (request.Question, request.UseTags));
        Assert.Equal(("i", true, true), (request.Instruction, request.ConcateQuestion, request.UseContextLevelFilter));
        Assert.Equal((2, 0.5, 9), (request.TargetContext, request.ContextLevelRate, request.ContextLevelTargetToken));
        Assert.Equal([1, 0], request.ForceContextIds!);
        Assert.Equal((true, true, true, true), (request.ForceReserveDigit, request.DropConsecutive, request.ReturnSpans, request.ReturnWordLabel));
    }

    [Fact]
    public void Read_OneString_IsOneContext() => Assert.Equal(["a"], Read("""{ "context": "a" }""").Context!);

    [Fact]
    public void Read_NullField_IsAbsent() => Assert.Null(Read("""{ "context": "a", "rate": null }""").Rate);

    [Fact]
    public void Fields_AreThePropertiesOfTheRecord()
    {
        var properties = CompressJsonContext.Wire.CompressRequest.Properties.Select(property => property.Name);

        Assert.Equal(properties.Order(), CompressRequest.Fields.All.Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("""[]""", "$", "must be an object, not a list.")]
    [InlineData("""null""", "$", "must be an object, not null.")]
    [InlineData("""{ "contxt": "a" }""", "contxt", "is not a field of this request; did you mean 'context'?")]
    [InlineData("""{ "Context": "a" }""", "Context", "is not a field of this request; did you mean 'context'?")]
    [InlineData("""{ "question": ["why"] }""", "question", "must be a string, not a list.")]
    [InlineData("""{ "use_tags": 1 }""", "use_tags", "must be true or false, not a number.")]
    [InlineData("""{ "condition_compare": true }""", "condition_compare", "is not a field of this request: a question is always taken into account, in its own way; leave this out.")]
    [InlineData("""{ "chunk_end_tokens": [] }""", "chunk_end_tokens", "is a parameter of LLMLingua-2's own method: /v1/llmlingua/compress_prompt has it.")]
    [InlineData("""{ "\ud800": 1 }""", @"\ud800", Unknown)]
    [InlineData("""{ "prompt": "a" }""", "prompt", "is not a field of this request; did you mean 'context'?")]
    [InlineData("""{ "unheard_of": "a" }""", "unheard_of", Unknown)]
    [InlineData("""{ "rate": 0.5, "rate": 0.5 }""", "rate", "is given more than once.")]
    [InlineData("""{ "context": 1 }""", "context", "must be a string or a list of strings, not a number.")]
    [InlineData("""{ "context": {} }""", "context", "must be a string or a list of strings, not an object.")]
    [InlineData("""{ "context": ["a", 2] }""", "context[1]", "must be a string, not a number.")]
    [InlineData("""{ "context": ["a", null] }""", "context[1]", "must be a string, not null.")]
    [InlineData("""{ "context": "a \ud83d b" }""", "context", JsonText.LoneSurrogate)]
    [InlineData("""{ "context": ["a", "\udc00\ud800"] }""", "context[1]", JsonText.LoneSurrogate)]
    [InlineData("""{ "rate": "0.5" }""", "rate", "must be a number, not a string.")]
    [InlineData("""{ "rate": "NaN" }""", "rate", "must be a number, not a string.")]
    [InlineData("""{ "rate": true }""", "rate", "must be a number, not true or false.")]
    [InlineData("""{ "target_token": 1.5 }""", "target_token", "must be a whole number, at most 2147483647.")]
    [InlineData("""{ "target_token": 3000000000 }""", "target_token", "must be a whole number, at most 2147483647.")]
    [InlineData("""{ "target_token": "9" }""", "target_token", "must be a whole number, not a string.")]
    [InlineData("""{ "tokenizer": 4 }""", "tokenizer", "must be a string, not a number.")]
    [InlineData("""{ "model": [] }""", "model", "must be a string, not a list.")]
    [InlineData("""{ "mode": false }""", "mode", "must be a string, not true or false.")]
    [InlineData("""{ "force_tokens": "x" }""", "force_tokens", "must be a list of strings, not a string.")]
    [InlineData("""{ "force_tokens": [1] }""", "force_tokens[0]", "must be a string, not a number.")]
    [InlineData("""{ "protect": {} }""", "protect", "must be a list of strings, not an object.")]
    [InlineData("""{ "min_score": [] }""", "min_score", "must be a number, not a list.")]
    [InlineData("""{ "force_reserve_digit": 1 }""", "force_reserve_digit", "must be true or false, not a number.")]
    [InlineData("""{ "return_spans": "true" }""", "return_spans", "must be true or false, not a string.")]
    [InlineData("""{ "messages": {} }""", "messages", "must be a list of objects, not an object.")]
    [InlineData("""{ "messages": ["a"] }""", "messages[0]", "must be an object, not a string.")]
    [InlineData("""{ "messages": [{ "content": "a" }] }""", "messages[0].role", "is required.")]
    [InlineData("""{ "messages": [{ "role": 1 }] }""", "messages[0].role", "must be a string, not a number.")]
    [InlineData("""{ "messages": [{ "role": "user", "content": 1 }] }""", "messages[0].content", "must be a string, a list of parts or null, not a number.")]
    [InlineData("""{ "messages": [{ "role": "user", "content": "\ud800" }] }""", "messages[0].content", JsonText.LoneSurrogate)]
    [InlineData("""{ "messages": [{ "role": "user", "content": ["a"] }] }""", "messages[0].content[0]", "must be an object, not a string.")]
    [InlineData("""{ "messages": [{ "role": "user", "content": [{ "type": "text", "text": 1 }] }] }""", "messages[0].content[0].text", "must be a string, not a number.")]
    [InlineData("""{ "messages": [{ "role": "user", "content": [{ "type": 1 }] }] }""", "messages[0].content[0].type", "must be a string, not a number.")]
    [InlineData("""{ "messages": [{ "role": "user", "role": "tool" }] }""", "messages[0].role", "is given more than once.")]
    public void Read_WrongField_IsNamedWithWhatItMustBe(string json, string field, string message)
    {
        var errors = ErrorsOf(json);

        Assert.Equal([message], Assert.Contains(field, errors));
        Assert.Single(errors);
    }

    [Fact]
    public void Read_ManyWrongFields_AreAllNamed()
    {
        var errors = ErrorsOf("""{ "rate": "x", "target_token": [], "protect": 1, "messages": [1, { "role": 2 }], "more": 0 }""");

        Assert.Equal(["messages[0]", "messages[1].role", "more", "protect", "rate", "target_token"], errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_HugeUnknownNames_AnswerStaysSmall()
    {
        var fields = Enumerable.Range(0, 1000).Select(i => $"\"{i}{new string('x', 10_000)}\": 1");

        var errors = ErrorsOf($"{{ {string.Join(",", fields)} }}");

        Assert.Equal(100, errors.Count);
        Assert.All(errors.Keys, name => Assert.True(name.Length < 100));
    }

    [Fact]
    public void Read_UnknownNamesThatBeginAlike_AnswerStaysSmall()
    {
        var beginning = new string('x', 100);
        var fields = Enumerable.Range(0, 10_000).Select(i => $"\"{beginning}{i}\": 1");

        var errors = ErrorsOf($"{{ {string.Join(",", fields)} }}");

        Assert.Single(Assert.Single(errors).Value);
    }

    private static CompressRequest Read(string json)
    {
        var errors = new FieldErrors();
        var request = CompressRequest.Fields.Read(JsonDocument.Parse(json).RootElement, errors);
        errors.ThrowIfAny();
        return request;
    }

    private static IReadOnlyDictionary<string, string[]> ErrorsOf(string json) => Assert.Throws<InvalidRequestException>(() => Read(json)).Errors;
}
