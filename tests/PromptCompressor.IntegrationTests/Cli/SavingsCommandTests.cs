using PromptCompressor.IntegrationTests.Security;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Cli;

public sealed class SavingsCommandTests(ServiceFixture service, KeyedService keyed) : IClassFixture<KeyedService>
{
    [Fact]
    public async Task Savings_OfARunningService_ArePrinted()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(["savings", "--url", service.Client.BaseAddress!.ToString()]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("The sidecar is off", output, StringComparison.Ordinal);
        Assert.Matches(@"Cache: [\d,]+ of [\d,]+ segments", output);
    }

    [Fact]
    public async Task Savings_OfAServiceWithKeys_TakeOneFromTheEnvironment()
    {
        string[] command = ["savings", "--url", keyed.Address.ToString()];

        var (refused, _, error) = await ServerProcess.RunAsync(command);
        var (exitCode, output, _) = await ServerProcess.RunAsync(command, environment: new Dictionary<string, string> { ["PROMPTCOMPRESSOR_KEY"] = "key-of-anna" });

        Assert.Equal(1, refused);
        Assert.Contains("PROMPTCOMPRESSOR_KEY", error, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        Assert.Contains("Cache:", output, StringComparison.Ordinal);
    }
}
