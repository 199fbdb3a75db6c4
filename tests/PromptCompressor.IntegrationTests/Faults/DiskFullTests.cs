using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

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
            "--Logging:LogLevel:Default",
            "Debug",
            "--Logging:LogLevel:Microsoft.AspNetCore",
            "Debug"]);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await UntilReadyAsync(process, client);

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

    private static async Task UntilReadyAsync(Process process, HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            Assert.False(process.HasExited, "It ended at its start.");
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token)).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, patience.Token);
        }
    }
}
