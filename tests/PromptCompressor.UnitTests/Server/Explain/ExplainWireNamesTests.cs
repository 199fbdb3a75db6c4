using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Server.Explain;

namespace PromptCompressor.UnitTests.Server.Explain;

public sealed class ExplainWireNamesTests
{
    /// <summary>Columns have the first letter alone, so two reasons with one letter would be told as each other.</summary>
    [Fact]
    public void Of_EveryReasonAndSource_BeginsWithALetterOfItsOwn()
    {
        var reasons = Enum.GetValues<WordReason>();
        var sources = Enum.GetValues<ValueSource>();

        Assert.Equal(reasons.Length, reasons.Select(reason => ExplainWireNames.Of(reason)[0]).Distinct().Count());
        Assert.Equal(sources.Length, sources.Select(source => ExplainWireNames.Of(source)[0]).Distinct().Count());
    }
}
