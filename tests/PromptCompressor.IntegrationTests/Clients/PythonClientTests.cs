using System.ComponentModel;
using System.Diagnostics;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>The Python client's own tests, against the running service.</summary>
public sealed class PythonClientTests(ServiceFixture service)
{
    [Fact]
    public async Task UnitTests_OfThePythonClient_Pass()
    {
        var start = new ProcessStartInfo("python3", ["-m", "unittest", "-v"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "deploy", "clients", "python"),
            RedirectStandardError = true,
            Environment = { ["PROMPTCOMPRESSOR_URL"] = service.Client.BaseAddress!.ToString(), ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no python3 to run the Python client with.");
        }

        using (process)
        {
            var report = await process!.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0 && report.Contains("\nOK", StringComparison.Ordinal) && !report.Contains("skipped", StringComparison.Ordinal), report);
        }
    }
}
