using PromptCompressor.Server.Fields;

namespace PromptCompressor.UnitTests.Server.Fields;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["context", "rate", "mode", "model", "target_token", "target_context", "question"];

    [Theory]
    [InlineData("contxt", "context")]
    [InlineData("contexts", "context")]
    [InlineData("cotnext", "context")]
    [InlineData("Rate", "rate")]
    [InlineData("targetToken", "target_token")]
    [InlineData("target-tokens", "target_token")]
    [InlineData("modes", "mode")]
    [InlineData("models", "model")]
    [InlineData("modell", "model")]
    [InlineData("qestion", "question")]
    [InlineData("prompt", null)]
    [InlineData("ratio", null)]
    [InlineData("id", null)]
    [InlineData("", null)]
    [InlineData("__", null)]
    public void Of_IsTheNearestIfItIsNear(string name, string? nearest) => Assert.Equal(nearest, NearestName.Of(name, Known));

    [Fact]
    public void Of_LongName_IsNotLookedAt() => Assert.Null(NearestName.Of("context" + new string('_', 100_000), Known));
}
