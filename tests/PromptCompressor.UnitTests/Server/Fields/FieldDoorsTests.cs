using System.CommandLine;
using PromptCompressor.Server.Cli;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Mcp;

namespace PromptCompressor.UnitTests.Server.Fields;

/// <summary>The same fields, as models and as the command line are offered them.</summary>
public sealed class FieldDoorsTests
{
    [Fact]
    public void Arguments_AreTheFieldsForTools_WithTheirSummariesAndLimits()
    {
        var schema = ArgumentsSchema.Of(new LimitsOptions { QuestionLength = 7 });
        var properties = schema.GetProperty("properties");

        Assert.Equal(
            ["context", "question", "rate", "target_token", "tokenizer", "model", "content", "force_tokens", "force_reserve_digit"], properties.EnumerateObject().Select(property => property.Name));
        Assert.All(CompressRequest.Fields.All.Where(field => field.IsToolArgument), field =>
            Assert.Equal(field.Summary, properties.GetProperty(field.Name).GetProperty("description").GetString()));
        Assert.Equal(7, properties.GetProperty("question").GetProperty("maxLength").GetInt32());
        Assert.Equal(2, properties.GetProperty("context").GetProperty("anyOf").GetArrayLength());
        Assert.Equal("number", properties.GetProperty("rate").GetProperty("type").GetString());
        Assert.Equal(["context"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void Options_SetTheirFields()
    {
        var request = RequestOf(
            "--question", "why", "--rate", "0.4", "--target-token", "9", "--min-score", "0.2", "--model", "m", "--tokenizer", "gpt-4o",
            "--force-token", "a", "--force-token", "b", "--force-reserve-digit", "--drop-consecutive", "--protect", "number", "--content", "auto");

        Assert.Equal(("why", 0.4, 9, 0.2), (request.Question, request.Rate, request.TargetToken, request.MinScore));
        Assert.Equal(("m", "gpt-4o", true, true), (request.Model, request.Tokenizer, request.ForceReserveDigit, request.DropConsecutive));
        Assert.Equal(["a", "b"], request.ForceTokens!);
        Assert.Equal(["number"], request.Protect!);
        Assert.Equal("auto", request.Content);
    }

    [Fact]
    public void Options_NotGiven_SetNothing() => Assert.Equal(new CompressRequest(), RequestOf());

    [Fact]
    public void Options_AreExplainedInTheirOwnNames() => Assert.All(FieldOptions.All(), field =>
    {
        Assert.True(field.Option.Description?.Length > 10, field.Option.Name);
        Assert.DoesNotContain("_token", field.Option.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("`", field.Option.Description, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("force_tokens[1]", "--force-token")]
    [InlineData("min_score", "--min-score")]
    [InlineData("use_tags", "--use-tags")]
    public void NameOf_Field_IsItsOption(string path, string option) => Assert.Equal(option, FieldOptions.NameOf(path));

    private static CompressRequest RequestOf(params string[] arguments)
    {
        var options = FieldOptions.All();
        var command = new RootCommand();
        foreach (var field in options)
        {
            command.Add(field.Option);
        }

        var parsed = command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return options.Aggregate(new CompressRequest(), (request, field) => field.Set(request, parsed));
    }
}
