using System.Text.Json;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Llmlingua;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.UnitTests.Server.Fields;

public sealed class RequestFieldsTests
{
    [Theory]
    [InlineData("""{}""", "context", "is missing.")]
    [InlineData("""{ "context": null }""", "context", "is missing.")]
    [InlineData("""[]""", "$", "must be an object, not a list.")]
    [InlineData("""{ "context": "a", "rank_method": "bm25" }""", "rank_method", "is a parameter that LLMLingua-2 ignores; leave it out.")]
    [InlineData("""{ "context": "a", "token_to_word": "last" }""", "token_to_word", "must be one of: mean, first.")]
    [InlineData("""{ "context": "a", "word-sep": "" }""", "word-sep", "is not a field of this request; did you mean 'word_sep'?")]
    public void CompressPrompt_WrongField_IsNamedWithWhatItMustBe(string json, string field, string message)
    {
        var (name, messages) = Assert.Single(CompressPromptErrors(json));

        Assert.Equal((field, message), (name, Assert.Single(messages)));
    }

    /// <summary>As the library's own callers write it.</summary>
    [Fact]
    public void CompressPrompt_IgnoredParameterThatIsNull_IsPassedOver() => Assert.Empty(CompressPromptErrors("""{ "context": "a", "context_segs": null }"""));

    [Fact]
    public void SoftPrompt_ManyWrongFields_AreAllNamed()
    {
        var errors = ErrorsOf(
            """{ "route": "x", "context": ["", ""], "served_model": "", "dtype": "int8", "parameters": { "model": 1, "n": 1, "n": 2 }, "more": 1 }""",
            SoftPromptRequest.Fields);

        Assert.Equal(
            ["context", "dtype", "more", "parameters.model", "parameters.n", "route", "served_model"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["must be 'chat' or 'completions'."], errors["route"]);
        Assert.Equal([$"must be one of: {string.Join(", ", EmbeddingTypes.Names)}."], errors["dtype"]);
    }

    private static IReadOnlyDictionary<string, string[]> CompressPromptErrors(string json) => ErrorsOf(json, CompressPromptRequest.Fields);

    private static IReadOnlyDictionary<string, string[]> ErrorsOf<TRequest>(string json, PromptCompressor.Server.Fields.RequestFields<TRequest> fields)
    {
        var errors = new FieldErrors();
        using var body = JsonDocument.Parse(json);
        fields.Check(fields.Read(body.RootElement, errors), new LimitsOptions(), errors);
        try
        {
            errors.ThrowIfAny();
            return new Dictionary<string, string[]>();
        }
        catch (InvalidRequestException e)
        {
            return e.Errors;
        }
    }
}
