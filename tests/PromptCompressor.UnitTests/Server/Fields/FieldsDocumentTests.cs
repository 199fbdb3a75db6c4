using PromptCompressor.Server.Cli;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Server.Fields;

public sealed class FieldsDocumentTests
{
    [Fact]
    public void Readme_HasTheTables()
    {
        const string start = "<!-- fields -->\n";
        const string end = "<!-- /fields -->";
        var readme = File.ReadAllText(Path.Combine(TestPaths.Root, "src", "PromptCompressor.Server", "Compress", "README.md"));
        var from = readme.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var tables = readme[from..readme.IndexOf(end, StringComparison.Ordinal)];

        Assert.True(tables == FieldsCommand.Markdown(), "The README of Compress is behind the fields: `dotnet run --project src/PromptCompressor.Server -- fields` prints what belongs between <!-- fields --> and <!-- /fields -->.");
    }
}
