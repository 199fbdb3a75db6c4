using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Cli;

public sealed class ProgramTests
{
    [Fact]
    public async Task OpenApi_WritesTheDocumentInTheRepository()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(["openapi"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "openapi.json")), output);
    }

    [Fact]
    public async Task Help_NamesTheCommands()
    {
        var (exitCode, output, _) = await ServerProcess.RunAsync(["--help"]);

        Assert.Equal(0, exitCode);
        Assert.All(["compress", "doctor", "health", "mcp", "openapi", "options", "savings", "serve"], command => Assert.Contains(command, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnknownCommand_ExitsWith2()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["compres"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("compres", error, StringComparison.Ordinal);
    }

    /// <summary>As the start page says it, from the root of the repository: the SDK for the web would start it in the project's folder.</summary>
    [Fact]
    public async Task RunOfTheProject_FindsFilesWhereItsUserIs()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] arguments = ["run", "--no-build", "-c", configuration, "--project", "src/PromptCompressor.Server", "--", "compress", "docs/examples/people.json", "--rate", "0.5"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = TestPaths.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.StartsWith("""{"columns":["id","name","role","active","email"],"count":5,"rows":[""", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoSuchModel_ExitsWith1AndOneCriticalLine()
    {
        var (exitCode, output, _) = await ServerProcess.RunAsync(["--urls", "http://127.0.0.1:0", .. ServiceProcess.TinyModels, "--Engine:DefaultModel", "none"]);

        Assert.Equal(1, exitCode);
        var critical = Assert.Single(output.Split('\n'), line => line.Contains(" crit: ", StringComparison.Ordinal));
        Assert.Contains("Engine:DefaultModel is 'none'", critical, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_ExitsWith1AndOneSentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var (exitCode, output, error) = await ServerProcess.RunAsync(["serve", "--urls", address, .. ServiceProcess.TinyModels]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{address}: address already in use", error, StringComparison.Ordinal);
        Assert.Contains("--urls", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WrongSettings_ExitsWith1AndNamesAll()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["serve", "--Limits:Contexts", "0", "--Limits:BodyBytes", "1", "--Engine:Workers", "-1", "--Cache:MemoryMegabytes", "-1"]);

        Assert.Equal(1, exitCode);
        Assert.All(["Contexts", "BodyBytes", "Workers", "MemoryMegabytes"], setting => Assert.Contains(setting, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_NobodyThere_ExitsWith1()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["health", "--url", $"http://127.0.0.1:{FreePort.Find()}"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("No answer from http://127.0.0.1:", error, StringComparison.Ordinal);
    }
}
