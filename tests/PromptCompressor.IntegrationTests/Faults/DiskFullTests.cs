using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>The log goes to a disk without room: <c>/dev/full</c> fails every write as such a disk does.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task TheServiceAnswers_AndStops_AsEver()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full on this system.");
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        using var process = Process.Start("sh", [
            "-c",
            "exec dotnet \"$@\" > /dev/full 2>&1",
            "sh",
            Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.dll"),
            "serve",
            "--urls",
            $"{address}",
            .. ServiceProcess.TinyModels,
            "--Logging:LogLevel:Default",
            "Debug",
            "--Logging:LogLevel:Microsoft.AspNetCore",
            "Debug"]);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await Eventually.ReadyAsync(client, () => !process.HasExited);

            for (var i = 0; i < 20; i++)
            {
                Assert.NotNull((await client.PostAsync("/v1/compress", new JsonObject { ["context"] = $"Okay, this is note number {i}, as I said." }))["compressed_prompt"]);
                await client.PostAsync("/v1/compress", new JsonObject { ["context"] = i }, HttpStatusCode.UnprocessableEntity);
            }

            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }
}
