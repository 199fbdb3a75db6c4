using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>The Python client's own tests, against the running service.</summary>
public sealed class PythonClientTests(ServiceFixture service)
{
    [Fact]
    public Task UnitTests_OfThePythonClient_Pass() => PythonTests.PassAsync(
        "src/clients/python", new Dictionary<string, string> { ["PROMPTCOMPRESSOR_URL"] = service.Client.BaseAddress!.ToString() });
}
