using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Cli;

public sealed class DoctorCommandTests(ServiceFixture service)
{
    [Fact]
    public async Task Doctor_AllWell_ExitsWith0()
    {
        var upstream = service.Client.BaseAddress!.ToString();
        var (exitCode, output, error) = await ServerProcess.RunAsync(["doctor", .. ServiceProcess.TinyModels, "--Proxy:Upstream", upstream, "--Proxy:TimeBudgetMilliseconds", "600000"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(["settings", "models", "speed", "redis", "sidecar"], part => Assert.Contains($"ok    {part}", output, StringComparison.Ordinal));
        Assert.Contains("warn  keys", output, StringComparison.Ordinal);
    }

    /// <summary>Also where the service that runs has its addresses from Kestrel's own section.</summary>
    [Fact]
    public async Task Doctor_BesideTheServiceItIsSetUpFor_TakesAPortOfItsOwn()
    {
        var taken = service.Client.BaseAddress!.ToString().TrimEnd('/');
        var (exitCode, output, error) = await ServerProcess.RunAsync(["doctor", .. ServiceProcess.TinyModels, "--Kestrel:Endpoints:Main:Url", taken]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("ok    models", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NothingAtRedisAndUpstream_ExitsWith1AndSaysWhatToChange()
    {
        var (exitCode, output, _) = await ServerProcess.RunAsync(
        [
            "doctor", .. ServiceProcess.TinyModels, "--Proxy:Upstream", $"http://127.0.0.1:{FreePort.Find()}", "--Proxy:TimeBudgetMilliseconds", "1",
            "--Cache:Redis:ConnectionString", $"127.0.0.1:{FreePort.Find()},password=hunter2",
        ]);

        Assert.Equal(1, exitCode);
        Assert.Contains("FAIL  redis", output, StringComparison.Ordinal);
        Assert.Contains("correct Cache:Redis:ConnectionString", output, StringComparison.Ordinal);
        Assert.Contains("FAIL  sidecar", output, StringComparison.Ordinal);
        Assert.Contains("warn  speed", output, StringComparison.Ordinal);
        Assert.Contains("set Proxy:TimeBudgetMilliseconds to", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NoSuchModels_ExitsWith1()
    {
        var (exitCode, output, _) = await ServerProcess.RunAsync(["doctor", .. ServiceProcess.TinyModels, "--Engine:DefaultModel", "none"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("FAIL  models", output, StringComparison.Ordinal);
        Assert.Contains("Engine:DefaultModel is 'none'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WrongSetting_ExitsWith1AndNamesIt()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["doctor", "--Limits:Contexts", "0"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Contexts", error, StringComparison.Ordinal);
    }
}
