using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Documentation;

/// <summary>What README and docs print is what a reader gets who follows them.</summary>
public sealed partial class DocumentationTests(ServiceFixture service)
{
    private const string Program = "dotnet run --project src/PromptCompressor.Server -- ";

    /// <summary>Commands that start a server, build an image, need a cluster or a client of others, or take minutes; each beginning is listed so that no other block goes untested.</summary>
    private static readonly string[] NotRun =
    [
        "dotnet run --project src/PromptCompressor.Server     #", Program + "--Proxy:", "dotnet build", "dotnet publish", "docker ", "kubectl ", "helm ", "claude mcp add", "KEY=$(openssl",
        Program + "openapi openapi.json",
    ];

    public static TheoryData<string> Pages => [.. CodeBlock.Pages];

    public static TheoryData<string, int> Runnable => [.. Blocks().Where(IsRun).Select(block => (block.Page, block.Line))];

    [Fact]
    public void Commands_AreRunOrKnown()
    {
        var others = Blocks().Where(block => !IsRun(block) && !NotRun.Any(start => block.Text.TrimStart().StartsWith(start, StringComparison.Ordinal)));

        Assert.Empty(others.Select(block => $"{block.Page}:{block.Line}: {block.Text}"));
        Assert.True(Blocks().Count(IsRun) >= 5);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task Command_PrintsWhatThePageSays(string page, int line)
    {
        var block = CodeBlock.Read(page).Single(block => block.Line == line);
        Assert.SkipUnless(!block.Text.Contains("| jq", StringComparison.Ordinal) || HasProgram("jq"), "There is no jq.");
        Assert.SkipUnless(HasProgram("curl"), "There is no curl.");

        var (exitCode, output, error) = await RunAsync(block.Text);

        Assert.True(exitCode == 0, error);
        if (block.Output is null)
        {
            Assert.NotEqual("", output.Trim());
        }
        else if (block.Output.Language == "json")
        {
            AssertContains(JsonNode.Parse(block.Output.Text)!, JsonNode.Parse(output)!, "");
        }
        else if (Cpu.IsAsRecorded || !IsInferred(block))
        {
            Assert.Equal(block.Output.Text.Trim(), output.Trim());
        }
    }

    /// <summary>The commands above are run without <c>dotnet run</c>, which takes seconds each. What it would change is the folder: a web project's own, where no file of a page is found.</summary>
    [Fact]
    public async Task DotnetRun_StaysInTheReadersFolder()
    {
        var (exitCode, output, error) = await RunAsync("dotnet msbuild src/PromptCompressor.Server -getProperty:RunWorkingDirectory");

        Assert.True(exitCode == 0, error);
        Assert.Equal("", output.Trim());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadSomewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(TestPaths.Root, page))!;
        var links = Link().Matches(File.ReadAllText(Path.Combine(TestPaths.Root, page))).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal) && link[0] != '#');

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link.Split('#')[0])), $"{page}: {link}"));
    }

    [Fact]
    public void Readme_FitsOnAFewScreens() => Assert.InRange(File.ReadAllLines(Path.Combine(TestPaths.Root, "README.md")).Length, 50, 150);

    [Fact]
    public async Task Chart_IsWhatTheTablesGive()
    {
        Assert.SkipUnless(HasProgram("python3"), "There is no Python.");
        var (exitCode, _, error) = await RunAsync("python3 docs/charts.py --check");

        Assert.True(exitCode == 0, error);
    }

    private static IEnumerable<CodeBlock> Blocks() => CodeBlock.Pages.SelectMany(CodeBlock.Read).Where(block => block.Language == "bash");

    private static bool IsRun(CodeBlock block) =>
        block.Text.Contains("curl ", StringComparison.Ordinal) || block.Text.StartsWith(Program + "compress", StringComparison.Ordinal);

    /// <summary>Structure shrinks by rules; words are chosen by a model whose last bits differ between kinds of CPU.</summary>
    private static bool IsInferred(CodeBlock block) => !block.Text.Contains("examples/service.log", StringComparison.Ordinal) && !block.Text.Contains("examples/people.json", StringComparison.Ordinal);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.dll");
        var script = command
            .Replace("localhost:5080", service.Client.BaseAddress!.Authority, StringComparison.Ordinal)
            .Replace(Program, $"dotnet '{program}' ", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = TestPaths.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static bool HasProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>The answer has more than the page shows; what the page shows, it has.</summary>
    private static void AssertContains(JsonNode shown, JsonNode answer, string path)
    {
        switch (shown)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Assert.True(answer[name] is not null, $"{path}.{name} is missing.");
                    AssertContains(value!, answer[name]!, $"{path}.{name}");
                }

                break;
            case JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.Number or System.Text.Json.JsonValueKind.String && path.Contains("compressed", StringComparison.Ordinal) && !Cpu.IsAsRecorded:
                break;
            default:
                Assert.True(JsonNode.DeepEquals(shown, answer), $"{path}: the page says {shown.ToJsonString()}, the service {answer.ToJsonString()}.");
                break;
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
