using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.Fuzz.OpenApi;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.OpenApi;

public sealed class OpenApiTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Json = "application/json";
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
    public async Task Document_HasTheVersionOfTheService()
    {
        var document = await service.Client.GetJsonAsync(Address);
        var info = await service.Client.GetJsonAsync("/v1/info");

        Assert.Equal((string)document["info"]!["version"]!, ((string)info["version"]!).Split('+')[0]);
    }

    [Fact]
    public async Task Document_EveryOperation_IsDescribedAndGrouped()
    {
        var document = await service.Client.GetJsonAsync(Address);
        var operations = await OperationsAsync();

        foreach (var (name, operation) in operations)
        {
            Assert.All(["summary", "description", "operationId"], field => Assert.False(string.IsNullOrWhiteSpace((string?)operation[field]), $"{name}: {field}"));
            Assert.DoesNotContain('\n', (string)operation["summary"]!);
        }

        Assert.Equal(operations.Count, operations.Select(operation => (string)operation.Operation["operationId"]!).Distinct().Count());
        var tags = document["tags"]!.AsArray();
        Assert.All(tags, tag => Assert.NotNull(tag!["description"]));
        Assert.Equal(
            tags.Select(tag => (string)tag!["name"]!).Order(StringComparer.Ordinal),
            operations.Select(operation => (string)operation.Operation["tags"]!.AsArray().Single()!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryOperation_HasASuccessAndProblems()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            var responses = operation["responses"]!.AsObject();
            Assert.All(responses, response => Assert.False(string.IsNullOrWhiteSpace((string?)response.Value!["description"]), $"{name}: {response.Key}"));
            Assert.Single(responses, response => response.Key == "200" && response.Value!["content"]!.AsObject().Single().Value!["schema"] is not null);

            // Some errors of another product's contract have that product's shape.
            var problems = responses.Where(response => response.Key[0] is '4' or '5' && !(name.StartsWith("/compat/", StringComparison.Ordinal) && response.Value!["content"]!.AsObject().ContainsKey(Json))).ToArray();
            Assert.NotEmpty(problems);
            foreach (var (status, problem) in problems)
            {
                var content = problem!["content"]!["application/problem+json"]!;
                Assert.Equal("#/components/schemas/Problem", (string)content["schema"]!["$ref"]!);
                Assert.True(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) == (int)content["example"]!["status"]!, $"{name}: {status}");
            }
        }
    }

    [Fact]
    public async Task Document_EveryParameterBodyAndProperty_IsDescribed()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.True(parameter!["description"] is not null, $"{name}: {parameter["name"]}"));
            if (operation["requestBody"] is { } body)
            {
                Assert.True(body["content"]!.AsObject().All(content => content.Value!["schema"] is not null && content.Value["examples"] is not null), name);
            }
        }

        var document = await service.Client.GetJsonAsync(Address);
        foreach (var (type, schema) in document["components"]!["schemas"]!.AsObject())
        {
            Assert.True(schema!["description"] is not null, type);
            Assert.All(schema["properties"]!.AsObject(), property => Assert.True(property.Value!["description"] is not null, $"{type}.{property.Key}"));
        }
    }

    [Fact]
    public async Task Document_EveryExample_IsAnsweredAsTheDocumentSays()
    {
        var document = await service.Client.GetJsonAsync(Address);
        var check = new SchemaDocument(document);
        foreach (var (path, operation) in await OperationsAsync())
        {
            if (operation["requestBody"] is not { } body)
            {
                continue;
            }

            var (type, content) = body["content"]!.AsObject().Single();
            var (answerType, answerContent) = operation["responses"]!["200"]!["content"]!.AsObject().Single();
            foreach (var (name, example) in content!["examples"]!.AsObject())
            {
                using var request = new ByteArrayContent(Encoding.UTF8.GetBytes(example!["value"]!.ToJsonString()));
                request.Headers.ContentType = new MediaTypeHeaderValue(type);
                using var response = await service.Client.PostAsync(new Uri(path, UriKind.Relative), request);
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, $"{path}, {name}: {text}");
                Assert.Equal(answerType, response.Content.Headers.ContentType?.MediaType);
                foreach (var line in answerType == Json ? [text] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    check.Validate(JsonNode.Parse(line), answerContent!["schema"]!, path);
                }
            }
        }
    }

    [Theory]
    [InlineData("/v1/cache")]
    [InlineData("/v1/models")]
    [InlineData("/v1/info")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Get_IsAnsweredAsTheDocumentSays(string path)
    {
        var document = await service.Client.GetJsonAsync(Address);
        var schema = document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]![Json]!["schema"]!;

        new SchemaDocument(document).Validate(await service.Client.GetJsonAsync(path), schema, path);
    }

    [Fact]
    public async Task Page_IsServed()
    {
        var page = await service.Client.GetStringAsync(new Uri("/swagger/index.html", UriKind.Relative));

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.Contains("name=\"viewport\"", page, StringComparison.Ordinal);
        Assert.Equal("application/json;charset=utf-8", (await service.Client.GetAsync(new Uri(Address, UriKind.Relative))).Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal));
    }

    private async Task<List<(string Path, JsonObject Operation)>> OperationsAsync()
    {
        var document = await service.Client.GetJsonAsync(Address);
        return [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, operation) => (path.Key, operation.Value!.AsObject()))];
    }
}
