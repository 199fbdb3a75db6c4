using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Compress;

public sealed class ContextFilterFieldsTests
{
    private static readonly CompressRequest Three = new() { Context = ["a", "b", "c"] };

    [Fact]
    public void Parse_NothingAsked_IsNoFilter()
    {
        Assert.Null(Parse(Three));
        Assert.Null(Parse(Three with { UseContextLevelFilter = false }));
    }

    [Theory]
    [InlineData(null, null, null, 0.75)]
    [InlineData(0.2, null, null, 0.6)]
    [InlineData(0.2, 100, 200, null)]
    [InlineData(null, int.MaxValue, int.MaxValue, null)]
    public void Parse_FilterAlone_FollowsFromTheBudget(double? rate, int? target, int? tokens, double? share)
    {
        var filter = Parse(Three with { UseContextLevelFilter = true, Rate = rate, TargetToken = target })!;

        Assert.Equal((null, tokens, share), (filter.MaxContexts, filter.MaxTokens, filter.Rate));
    }

    [Fact]
    public void Parse_Limits_AreTakenAsTheyAre()
    {
        var filter = Parse(Three with { TargetContext = 2, ContextLevelRate = 0.4, ContextLevelTargetToken = 9, ForceContextIds = [2, 2], Rate = 0.1 })!;

        Assert.Equal((2, 9, 0.4), (filter.MaxContexts, filter.MaxTokens, filter.Rate));
        Assert.Equal([2, 2], filter.Forced);
    }

    [Fact]
    public void Parse_WrongValues_AreAllNamed()
    {
        var errors = ErrorsOf(
            Three with { TargetContext = 0, ContextLevelRate = double.NaN, ContextLevelTargetToken = -1, ForceContextIds = [0, 3, -1], UseContextLevelFilter = false });

        foreach (var field in new[] { "target_context", "context_level_rate", "context_level_target_token", "force_context_ids[1]", "force_context_ids[2]", "use_context_level_filter" })
        {
            Assert.True(errors.Has(field), field);
        }

        Assert.False(errors.Has("force_context_ids[0]"));
    }

    [Theory]
    [InlineData(3, "must be the index of a context, from 0 to 2.")]
    [InlineData(0, "must be the index of a context, from 0 on.")]
    public void Parse_WrongIndex_TellsTheRightOnes(int contexts, string message)
    {
        var request = new CompressRequest { Context = contexts == 0 ? null : [.. Three.Context!.Take(contexts)], ForceContextIds = [-1], TargetContext = 1 };

        Assert.Contains(ContextFilterFields.Check(request), error => error == new FieldError("force_context_ids[0]", message));
    }

    [Fact]
    public void Parse_WithoutABudget_IsWrong() => AssertWrong(Three with { UseContextLevelFilter = true, MinScore = 0.5 }, "use_context_level_filter");

    [Fact]
    public void Parse_ForcedWithoutAFilter_IsWrong() => AssertWrong(Three with { ForceContextIds = [0] }, "force_context_ids");

    private static PromptCompressor.Core.Selection.ContextFilter? Parse(CompressRequest request)
    {
        ErrorsOf(request).ThrowIfAny();
        return ContextFilterFields.FilterOf(request);
    }

    private static void AssertWrong(CompressRequest request, string field) => Assert.True(ErrorsOf(request).Has(field));

    private static FieldErrors ErrorsOf(CompressRequest request)
    {
        var errors = new FieldErrors();
        CompressRequest.Fields.Check(request, new LimitsOptions(), errors);
        return errors;
    }
}
