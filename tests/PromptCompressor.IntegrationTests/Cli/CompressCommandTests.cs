using System.Diagnostics;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Cli;

[Collection(nameof(BundledModelProcesses))]
public sealed class CompressCommandTests(ServiceFixture service)
{
    private static readonly Dictionary<string, string> TinyModels = new()
    {
        ["Engine__ModelsPath"] = Path.Combine(TestPaths.Golden, "exported"),
        ["Engine__DefaultModel"] = "tiny-xlm-roberta",
    };

    [Fact]
    public async Task Compress_StandardInput_GivesWhatTheApiGives()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(["compress", "--rate", "0.4"], Texts.Meeting);
        var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.4 });

        Assert.Equal((0, (string)answer["compressed_prompt"]!, ""), (exitCode, output, error));
    }

    [Fact]
    public async Task Compress_Stats_GoToStandardError()
    {
        var lines = string.Concat(Enumerable.Range(10, 40).Select(second => $"2026-01-01T10:00:{second}Z INFO worker {second % 3} request {second} was answered in {second * 7} ms\n"));
        var (exitCode, output, error) = await ServerProcess.RunAsync(["compress", "--rate", "0.2", "--stats"], lines, TinyModels);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("tokens of", output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+ -> \d+ tokens of o200k_base, \d+ saved \(\d+(\.\d)? %\)\n  log: \d+ -> \d+ tokens, log_templates, \d+ records left out\n\d+ ms with tiny-xlm-roberta", error);
    }

    [Fact]
    public async Task Compress_File_AsJson()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Texts.Meeting);

            var (exitCode, output, _) = await ServerProcess.RunAsync(
                ["compress", file, "--json", "--target-token", "50", "--tokenizer", "gpt-4", "--model", "xlmr-mini-fast", "--force-token", "um", "--force-token", "Tom"]);

            var answer = JsonNode.Parse(output)!;
            Assert.Equal(0, exitCode);
            Assert.InRange((int)answer["compressed_tokens"]!, 1, 50);
            Assert.Equal(("cl100k_base", "xlmr-mini-fast"), ((string)answer["tokenizer"]!["name"]!, (string)answer["model"]!["id"]!));
            Assert.All(["um", "Tom"], word => Assert.Contains(word, (string)answer["compressed_prompt"]!, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Compress_Json_ShrinksAndStaysJson()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 40).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["town"] = "Oslo", ["total"] = i * 37 })]);
        var (exitCode, output, _) = await ServerProcess.RunAsync(["compress", "--rate", "0.5"], rows.ToJsonString(), TinyModels);

        Assert.Equal((0, 40), (exitCode, (int)JsonNode.Parse(output)!["count"]!));
    }

    [Fact]
    public async Task Compress_Diff_KeepsItsChanges()
    {
        var context = string.Concat(Enumerable.Range(0, 12).Select(i => $" line {i} of the file that stays as it is\n"));
        var diff = $"diff --git a/a.txt b/a.txt\nindex 1111111..2222222 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1,25 +1,25 @@\n{context}-limit = 40\n+limit = 60\n{context}";
        var (exitCode, output, _) = await ServerProcess.RunAsync(["compress"], diff, TinyModels);

        Assert.Equal(0, exitCode);
        Assert.Equal("diff --git a/a.txt b/a.txt\nindex 1111111..2222222 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -12,3 +12,3 @@\n line 11 of the file that stays as it is\n-limit = 40\n+limit = 60\n line 0 of the file that stays as it is\n", output);
    }

    [Theory]
    [InlineData("--rate must be greater than 0 and at most 1.", "--rate", "2")]
    [InlineData("--rate must be a number, not 'half'.", "--rate", "half")]
    [InlineData("--target-token must be at least 1.", "--target-token", "-3")]
    [InlineData("--tokenizer is not known", "--tokenizer", "nobody")]
    [InlineData("--model is not known; there are: tiny-bert, tiny-mobilebert, tiny-xlm-roberta.", "--model", "none")]
    [InlineData("nowhere.txt", "nowhere.txt")]
    [InlineData("--wrong", "a.txt", "--wrong")]
    public async Task Compress_BadInput_ExitsWith2AndSaysWhy(string complaint, params string[] arguments)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(["compress", .. arguments], "some text", TinyModels);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(complaint, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_LongInput_ShowsProgressOnStandardError()
    {
        using var process = ServerProcess.Start(["compress", "--model", "xlmr-mini-fast"]);
        await process.StandardInput.WriteAsync(Texts.Fresh(200_000, seed: 31));
        process.StandardInput.Close();

        var line = await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Matches(@"^\d+ of \d+ segments$", line);
        await InterruptAsync(process);
    }

    /// <summary>What Ctrl-C sends, or <c>kill</c>: shells start what runs in the background deaf to Ctrl-C, and tests that do hand it on.</summary>
    private static async Task InterruptAsync(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        using var kill = Process.Start("kill", [IsInterruptIgnored() ? "-TERM" : "-INT", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((130, ""), (process.ExitCode, await process.StandardOutput.ReadToEndAsync()));
    }

    private static bool IsInterruptIgnored()
    {
        const string field = "SigIgn:";
        const long interrupt = 1 << (2 - 1);
        return File.Exists("/proc/self/status")
            && (Convert.ToInt64(File.ReadLines("/proc/self/status").Single(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Trim(), 16) & interrupt) != 0;
    }
}
