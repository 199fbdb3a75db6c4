using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The code that the page offers, pasted and run.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class SnippetTests(ServiceFixture service, BrowserFixture browser)
{
    /// <summary>Quotes, and line ends of every kind.</summary>
    private const string Text = "It's a \"test\" of $HOME, `backticks`, \"\"\"quotes\"\"\" and \\n, isn't it?\nJSON\n"
        + "And,\u2028well,\u2029on the\u0085very\u00A0last line {there} is nothing more than 42. 👩\u200D💻";

    /// <remarks>A C# file runs without JSON by reflection, since it might be compiled ahead of time; the compiler for that is a large package.</remarks>
    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("python", "python3")]
    [InlineData("csharp", "dotnet", "run", "-p:PublishAot=false", "-p:JsonSerializerIsReflectionEnabledByDefault=false")]
    public async Task Copy_Runs_AndAnswersAsThePage(string language, string program, params string[] arguments)
    {
        Assert.SkipUnless(await CanRunAsync(language), $"There is nothing here to run {language} with.");
        await using var page = await PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
        await page.TypeAsync(Text);
        await page.Page.ClickAsync("#tab-code");
        await page.Page.CheckAsync($"input[value={language}]", new PageCheckOptions { Force = true });
        await page.Page.ClickAsync("#copy");
        await page.Page.WaitForFunctionAsync("() => document.getElementById('copy').textContent === 'Copied'");
        var code = await page.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        var folder = Directory.CreateTempSubdirectory("snippet-");
        try
        {
            var file = Path.Combine(folder.FullName, "snippet.cs");
            await File.WriteAllTextAsync(file, code);
            var (exitCode, output) = await RunAsync(program, [.. arguments, file]);

            Assert.True(exitCode == 0, output);
            Assert.Equal(await page.CompressedAsync(), language == "curl" ? (string)JsonNode.Parse(output)!["compressed_prompt"]! : output.TrimEnd('\n'));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("csharp", "HttpClient")]
    [InlineData("python", "requests.post")]
    public async Task Code_NamesTheRequest(string language, string part)
    {
        await using var page = await PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
        await page.TypeAsync("A text of a few words, more or less.");
        await page.Page.ClickAsync("#tab-code");

        await page.Page.CheckAsync($"input[value={language}]", new PageCheckOptions { Force = true });

        var code = (await page.Page.TextContentAsync("#snippet"))!;
        Assert.All([part, "/v1/compress", "\"A text of a few words, more or less.\""], expected => Assert.Contains(expected, code, StringComparison.Ordinal));
    }

    private static async Task<bool> CanRunAsync(string language) => language switch
    {
        "curl" => await RunAsync("bash", ["-c", "curl --version"]) is (0, _),
        "python" => await RunAsync("python3", ["-c", "import requests"]) is (0, _),
        _ => true,
    };

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (Win32Exception e)
        {
            return (e.NativeErrorCode, e.Message);
        }
    }
}
