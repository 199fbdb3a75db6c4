using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests;

public sealed class OpenApiTests(ServiceFixture service)
{
    private const string Address = "/swagger/v1/swagger.json";

    [Fact]
    public async Task Document_IsTheOneInTheRepository()
    {
        var served = await service.Client.GetStringAsync(new Uri(Address, UriKind.Relative));
        var stored = await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "openapi.json"));

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(served)),
            "openapi.json has drifted; write it anew with: dotnet run --project src/PromptCompressor.Server -- openapi openapi.json");
    }

    [Fact]
    public async Task Document_EveryOperation_IsDescribedAndHasAnswers()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            Assert.True(operation["summary"] is not null && operation["description"] is not null && operation["tags"] is not null, name);
            Assert.NotNull(operation["responses"]!["200"]);
        }
    }

    [Fact]
    public async Task Document_EveryProperty_IsDescribed()
    {
        var document = await service.Client.GetJsonAsync(Address);

        foreach (var (type, schema) in document["components"]!["schemas"]!.AsObject())
        {
            foreach (var (name, property) in schema!["properties"]!.AsObject())
            {
                Assert.True(property!["description"] is not null, $"{type}.{name}");
            }
        }
    }

    [Fact]
    public async Task Document_EveryExample_Works()
    {
        var sent = 0;
        foreach (var (path, operation) in await OperationsAsync())
        {
            foreach (var (_, example) in operation["requestBody"]?["content"]!["application/json"]?["examples"]!.AsObject() ?? [])
            {
                await service.Client.PostAsync(path, example!["value"]!.DeepClone());
                sent++;
            }
        }

        Assert.True(sent >= 4);
    }

    [Fact]
    public async Task Page_IsServed()
    {
        var page = await service.Client.GetStringAsync(new Uri("/swagger/index.html", UriKind.Relative));

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.Equal("application/json;charset=utf-8", (await service.Client.GetAsync(new Uri(Address, UriKind.Relative))).Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal));
    }

    private async Task<List<(string Path, JsonObject Operation)>> OperationsAsync()
    {
        var document = await service.Client.GetJsonAsync(Address);
        return [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, operation) => (path.Key, operation.Value!.AsObject()))];
    }
}
