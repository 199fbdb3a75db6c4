using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>The TypeScript client's own tests, against the running service. Its types are made from openapi.json as it is built.</summary>
public sealed class TypeScriptClientTests(ServiceFixture service)
{
    [Fact]
    public Task UnitTests_OfTheTypeScriptClient_Pass() => NodeTests.PassAsync(
        "src/clients/typescript", new Dictionary<string, string> { ["PROMPTCOMPRESSOR_URL"] = service.Client.BaseAddress!.ToString() });
}
