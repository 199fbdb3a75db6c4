using PromptCompressor.Engine.Tokenization.WordPiece;

namespace PromptCompressor.UnitTests.Engine.Tokenization.WordPiece;

public sealed class IcuCheckTests
{
    [Fact]
    public void Require_NormalizationWorks_Passes() => IcuCheck.Require();

    [Fact]
    public void Require_NormalizationDoesNothing_SaysWhatToInstall() =>
        Assert.Contains("install ICU", Assert.Throws<InvalidOperationException>(() => IcuCheck.Require("\u00e9")).Message, StringComparison.Ordinal);
}
