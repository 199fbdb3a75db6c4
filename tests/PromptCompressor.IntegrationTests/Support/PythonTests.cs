using System.ComponentModel;
using System.Diagnostics;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Runs the unit tests of a folder with Python code; skips where no Python has what they need.</summary>
internal static class PythonTests
{
    /// <summary>The one on the path, and Debian's, whose packages come from the distribution.</summary>
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];

    public static async Task PassAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] modules)
    {
        foreach (var python in Interpreters)
        {
            if (await RunAsync(python, folder, environment, "-c", $"import sys{string.Concat(modules.Select(module => $", {module}"))}") is (0, _))
            {
                var result = await RunAsync(python, folder, environment, "-m", "unittest", "-v");
                var report = result?.Report ?? "";
                Assert.True(result?.Code == 0 && report.Contains("\nOK", StringComparison.Ordinal) && !report.Contains("skipped", StringComparison.Ordinal), report);
                return;
            }
        }

        Assert.Skip($"There is no python3 with {string.Join(", ", modules.DefaultIfEmpty("its standard library"))} to test {folder} with.");
    }

    private static async Task<(int Code, string Report)?> RunAsync(
        string python, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            WorkingDirectory = Path.Combine(TestPaths.Root, folder),
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var report = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, report);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
