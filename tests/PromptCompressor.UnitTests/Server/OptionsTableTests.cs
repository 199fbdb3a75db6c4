using PromptCompressor.Server.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Server;

public sealed class OptionsTableTests
{
    [Fact]
    public void All_EverySettingIsExplained() =>
        Assert.All(OptionsTable.All(), setting => Assert.True(setting.Meaning.Length > 10, $"{setting.Key} has no summary."));

    [Fact]
    public void Documentation_HasTheTable()
    {
        const string start = "<!-- options -->\n";
        const string end = "<!-- /options -->";
        var page = File.ReadAllText(Path.Combine(TestPaths.Root, "docs", "configuration.md"));
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var table = page[from..page.IndexOf(end, StringComparison.Ordinal)];

        Assert.True(table == OptionsTable.Markdown(), "docs/configuration.md is behind the settings: `dotnet run --project src/PromptCompressor.Server -- options` prints the table that belongs between <!-- options --> and <!-- /options -->.");
    }
}
