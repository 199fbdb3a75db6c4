using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Compress;

public sealed class CompressRequestCheckTests
{
    private static readonly CompressRequest Valid = new() { Context = ["a"] };
    private static readonly ChatMessage Message = new() { Role = "user" };

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.0001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Check_RateOutOfRange_IsWrong(double rate) =>
        AssertWrong(Valid with { Rate = rate }, "rate", "must be greater than 0 and at most 1.");

    [Theory]
    [InlineData(1)]
    [InlineData(double.Epsilon)]
    public void Check_RateInRange_IsRight(double rate) => AssertRight(Valid with { Rate = rate });

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Check_TargetBelowOne_IsWrong(int target) => AssertWrong(Valid with { TargetToken = target }, "target_token", "must be at least 1.");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Check_MinScoreOutOfRange_IsWrong(double score) => AssertWrong(Valid with { MinScore = score }, "min_score", "must be from 0 to 1.");

    [Fact]
    public void Check_LongQuestion_StatesTheLimit() =>
        AssertWrong(Valid with { Question = "abcdef" }, "question", "has 6 characters, and may have 5 (Limits:QuestionLength).");

    [Fact]
    public void Check_QuestionWithoutABudget_IsWrong() =>
        AssertWrong(Valid with { Question = "why", MinScore = 0.5 }, "question", "says what a budget is spent on: give rate or target_token beside min_score.");

    [Fact]
    public void Check_QuestionWithABudget_IsRight() => AssertRight(Valid with { Question = "why", MinScore = 0.5, Rate = 0.5 });

    [Fact]
    public void Check_Reference_RefusesWhatItDoesNotKnow()
    {
        AssertRight(Valid with { Mode = "reference", ForceTokens = ["a"] });
        AssertWrong(Valid with { Mode = "reference", Protect = [] }, "protect", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
        AssertWrong(Valid with { Mode = "reference", Question = "why" }, "question", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
        AssertWrong(Valid with { Mode = "reference", UseTags = false }, "use_tags", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
        AssertWrong(Valid with { Mode = "reference", Tokenizer = "gpt-4" }, "tokenizer", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
    }

    [Fact]
    public void Check_Content_IsOneOfItsNames_AndForNativeMode()
    {
        AssertRight(Valid with { Content = "auto", Question = "why", Rate = 0.3, ReturnSpans = true, ForceTokens = ["a"], TargetContext = 1 });
        AssertRight(Valid with { Content = "prose", Reshape = false });
        AssertRight(Valid with { Content = "json_lines", Reshape = true });
        AssertWrong(
            Valid with { Content = "unknown" },
            "content",
            "must be one of: auto, prose, dialogue, markdown, code, numbered_lines, diff, log, stack_trace, build_report, test_report, search_results, listing, table, csv, json, json_lines, html, xml, config, blob.");
        AssertWrong(Valid with { Content = "auto", Mode = "head" }, "content", "is for the mode 'native' only.");
        AssertWrong(Valid with { Content = "prose", Reshape = true }, "reshape", "has no meaning with the content 'prose', of which words are chosen.");
        AssertWrong(Valid with { Content = "prose", Mode = "reference" }, "content", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
        AssertWrong(Valid with { Reshape = false, Mode = "reference" }, "reshape", "is not known to the mode 'reference'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
    }

    [Fact]
    public void Check_Messages_HaveNoFieldsOfContexts()
    {
        var messages = new CompressRequest { Messages = [Message] };
        AssertWrong(messages with { Instruction = "x" }, "instruction", "is for context only.");
        AssertWrong(messages with { TargetContext = 1 }, "target_context", "is for context only.");
        AssertWrong(messages with { UseContextLevelFilter = false }, "use_context_level_filter", "is for context only.");
    }

    [Fact]
    public void Check_ConcatenatedQuestion_NeedsOne() => AssertWrong(Valid with { ConcateQuestion = true }, "concate_question", "needs a question.");

    [Fact]
    public void Check_NeitherContextNorMessages_IsWrong() =>
        AssertWrong(new CompressRequest(), "$", "needs exactly one of context and messages.");

    [Fact]
    public void Check_BothContextAndMessages_IsWrong() =>
        AssertWrong(Valid with { Messages = [Message] }, "messages", "cannot be given together with context.");

    [Fact]
    public void Check_NoContexts_IsWrong() => AssertWrong(Valid with { Context = [] }, "context", "must not be an empty list.");

    [Fact]
    public void Check_NoMessages_IsWrong() => AssertWrong(new CompressRequest { Messages = [] }, "messages", "must not be an empty list.");

    [Fact]
    public void Check_TooManyContexts_StatesTheLimit() =>
        AssertWrong(Valid with { Context = ["a", "b", "c"] }, "context", "has 3 texts, and may have 2 (Limits:Contexts).");

    [Fact]
    public void Check_TooManyMessages_StatesTheLimit() =>
        AssertWrong(new CompressRequest { Messages = [Message, Message, Message] }, "messages", "has 3 texts, and may have 2 (Limits:Contexts).");

    [Fact]
    public void Check_EmptyForceToken_IsWrong() => AssertWrong(Valid with { ForceTokens = ["a", ""] }, "force_tokens[1]", "must not be empty.");

    [Fact]
    public void Check_LongForceToken_StatesTheLimit() =>
        AssertWrong(Valid with { ForceTokens = ["abcde"] }, "force_tokens[0]", "has 5 characters, and may have 4 (Limits:ForceTokenLength).");

    [Fact]
    public void Check_TooManyForceTokens_StatesTheLimit() =>
        AssertWrong(Valid with { ForceTokens = ["a", "b", "c"] }, "force_tokens", "has 3 entries, and may have 2 (Limits:ForceTokens).");

    private static void AssertRight(CompressRequest request) => ErrorsOf(request).ThrowIfAny();

    private static void AssertWrong(CompressRequest request, string field, string message)
    {
        var error = Assert.Throws<InvalidRequestException>(ErrorsOf(request).ThrowIfAny);

        Assert.Single(error.Errors);
        Assert.Equal([message], Assert.Contains(field, error.Errors));
    }

    private static FieldErrors ErrorsOf(CompressRequest request)
    {
        var errors = new FieldErrors();
        CompressRequest.Fields.Check(request, new LimitsOptions { Contexts = 2, QuestionLength = 5, ForceTokens = 2, ForceTokenLength = 4 }, errors);
        return errors;
    }
}
