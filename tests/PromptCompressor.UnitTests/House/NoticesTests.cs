using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.House;

public sealed class NoticesTests
{
    private static readonly string Notices = File.ReadAllText(Path.Combine(TestPaths.Root, "THIRD-PARTY-NOTICES.md"));

    [Fact]
    public void Notices_NameEveryPackageOfTheService()
    {
        var dependencies = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.deps.json")))!;
        var packages = dependencies["libraries"]!.AsObject()
            .Where(library => (string?)library.Value!["type"] == "package")
            .Select(library => library.Key.Split('/')[0])
            .ToArray();

        Assert.NotEmpty(packages);
        Assert.All(packages, name => Assert.True(Notices.Contains($"| {name} |", StringComparison.Ordinal), $"THIRD-PARTY-NOTICES.md does not name the package {name}, its licence and its copyright."));
    }

    [Fact]
    public void Notices_NameEveryModelWithItsLicence()
    {
        var manifests = Directory.GetFiles(TestPaths.Models, "model.json", SearchOption.AllDirectories);

        Assert.NotEmpty(manifests);
        Assert.All(manifests, file =>
        {
            var folder = Path.GetDirectoryName(file)!;
            var licence = (string)JsonNode.Parse(File.ReadAllText(file))!["licence"]!;
            Assert.True(File.Exists(Path.Combine(folder, "LICENSE")), $"{folder} has no LICENSE.");
            Assert.Contains(Notices.Split('\n'), line => line.StartsWith($"| `models/{Path.GetFileName(folder)}`", StringComparison.Ordinal) && line.EndsWith($"| {licence} |", StringComparison.Ordinal));
            Assert.Contains($"### {licence}\n", Notices, StringComparison.Ordinal);
        });
    }
}
