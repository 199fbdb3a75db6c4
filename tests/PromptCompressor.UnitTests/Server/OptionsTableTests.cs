using PromptCompressor.Server.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Server;

public sealed class OptionsTableTests
{
    [Fact]
    public void All_EverySettingIsExplained() =>
        Assert.All(OptionsTable.All(), setting => Assert.True(setting.Meaning.Length > 10, $"{setting.Key} has no summary."));

    [Fact]
    public void Readme_HasTheTable()
    {
        const string start = "<!-- options -->\n";
        const string end = "<!-- /options -->";
        var readme = File.ReadAllText(Path.Combine(TestPaths.Root, "README.md"));
        var from = readme.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var table = readme[from..readme.IndexOf(end, StringComparison.Ordinal)];

        Assert.True(table == OptionsTable.Markdown(), "README.md is behind the settings: `dotnet run --project src/PromptCompressor.Server -- options` prints the table that belongs between <!-- options --> and <!-- /options -->.");
    }
}
