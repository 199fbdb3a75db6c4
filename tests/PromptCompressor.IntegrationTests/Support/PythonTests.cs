namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Runs the unit tests of a folder with Python code; skips where no Python has what they need.</summary>
internal static class PythonTests
{
    /// <summary>The one on the path, and Debian's, whose packages come from the distribution.</summary>
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];

    public static async Task PassAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] modules)
    {
        var all = new Dictionary<string, string>(environment) { ["PYTHONDONTWRITEBYTECODE"] = "1" };
        foreach (var python in Interpreters)
        {
            if (await ScriptProcess.RunAsync(python, folder, all, "-c", $"import sys{string.Concat(modules.Select(module => $", {module}"))}") is (0, _))
            {
                var result = await ScriptProcess.RunAsync(python, folder, all, "-m", "unittest", "-v");
                var report = result?.Report ?? "";
                Assert.True(result?.Code == 0 && report.Contains("\nOK", StringComparison.Ordinal) && !report.Contains("skipped", StringComparison.Ordinal), report);
                return;
            }
        }

        Assert.Skip($"There is no python3 with {string.Join(", ", modules.DefaultIfEmpty("its standard library"))} to test {folder} with.");
    }
}
