using System.Text;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>What is configured in secret stands in nothing that leaves the process: no log, metric, problem or answer, whatever is asked.</summary>
public sealed class SecretTests
{
    private const string Password = "hunter2-of-redis";
    private const string User = "user-of-redis";

    [Theory]
    [InlineData($"redis://{User}:{Password}@127.0.0.1:9/0")]
    [InlineData($"127.0.0.1:9,user={User},password={Password}")]
    public async Task Secrets_StandInNothingThatIsSaid(string redis)
    {
        await using var service = await ServiceProcess.StartAsync(
            [.. ServiceProcess.TinyModels, "--Cache:Redis:ConnectionString", redis, "--Logging:LogLevel:Default", "Debug", .. KeyedService.Key(0, "anna", "x")]);
        var said = new StringBuilder();
        foreach (var key in new[] { "wrong", "key-of-anna" })
        {
            said.Append(await EveryAnswer.OfAsync(service.Client, [("x-promptcompressor-key", key), ("Authorization", "Bearer token-of-upstream")]));
        }

        said.Append(await service.StopAsync());

        Assert.Contains("127.0.0.1:9", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("Keys: 1. Redis: 127.0.0.1:9. Sidecar: none.", said.ToString(), StringComparison.Ordinal);
        Assert.All([Password, User, "key-of-anna", "token-of-upstream"], secret => Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"redis://user:{Password}/x@host")]
    [InlineData($"127.0.0.1:9,password=hunter2,{Password}")]
    public async Task Secrets_ThatCannotBeRead_StopTheStartUnseen(string redis)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(
            ["serve", "--urls", "http://127.0.0.1:0", "--Proxy:FailClosd", "true"], environment: new Dictionary<string, string> { ["Cache__Redis__ConnectionString"] = redis });

        Assert.Equal(1, exitCode);
        Assert.Contains("Cache:Redis:ConnectionString", error, StringComparison.Ordinal);
        Assert.Contains("Proxy:FailClosd is no setting; did you mean Proxy:FailClosed?", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
    }
}
