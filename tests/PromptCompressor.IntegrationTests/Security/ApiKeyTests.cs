using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

public sealed class ApiKeyTests(KeyedService service) : IClassFixture<KeyedService>
{
    private const string Header = "x-promptcompressor-key";
    private const string Compress = "/v1/compress";

    [Theory]
    [InlineData("GET", "/v1/info")]
    [InlineData("GET", "/v1/cache")]
    [InlineData("DELETE", "/v1/cache")]
    [InlineData("POST", "/v1/cache/warm")]
    [InlineData("POST", "/v1/compress")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/nowhere")]
    public async Task WithoutGoodKey_Anything_IsRefused(string method, string path)
    {
        foreach (var header in new[] { null, "", "wrong", "key-of-ann" })
        {
            using var client = Client(header);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation("Authorization", header is null ? "Bearer key-of-ann" : "Bearer key-of-anna");
            using var response = await client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.Equal(("unauthorized", 401), ((string)problem["code"]!, (int)problem["status"]!));
        }
    }

    [Theory]
    [InlineData("GET", "/v1/info")]
    [InlineData("POST", "/mcp")]
    public async Task BearerToken_IsAKey_WhereTheServiceItselfAnswers(string method, string path)
    {
        using var client = Client(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", "bearer key-of-anna");
        using var response = await client.SendAsync(request);

        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>Gateways that speak Headroom's API send no other header.</summary>
    [Theory]
    [InlineData("Bearer key-of-anna", HttpStatusCode.OK)]
    [InlineData("bearer key-of-anna", HttpStatusCode.OK)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Basic key-of-anna", HttpStatusCode.Unauthorized)]
    [InlineData("key-of-anna", HttpStatusCode.Unauthorized)]
    public async Task HeadroomsRoutes_TakeABearerKey(string authorization, HttpStatusCode status)
    {
        using var client = Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/compat/headroom/v1/compress")
        {
            Content = new StringContent("""{ "messages": [], "model": "gpt-4o" }""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    /// <summary>Who cannot open the page cannot give it the key.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/v1/swagger.json")]
    public async Task Pages_NeedNoKey(string path)
    {
        using var client = Client(null);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task TwoKeysAtOnce_AreRefused()
    {
        using var client = Client("key-of-anna");
        client.DefaultRequestHeaders.Add(Header, "key-of-ben");

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/v1/info", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Namespaces_ShareNothing_NotEvenDeletion()
    {
        using var anna = Client("key-of-anna");
        using var ben = Client("key-of-ben");
        using var carla = Client("key-of-carla");
        var text = Texts.Fresh(300, seed: 901);

        Assert.Equal(0, await HitsAsync(anna, text));
        Assert.Equal(0, await HitsAsync(ben, text));
        Assert.NotEqual(0, await HitsAsync(carla, text));

        using (await ben.DeleteAsync(new Uri("/v1/cache", UriKind.Relative)))
        {
            Assert.NotEqual(0, await HitsAsync(anna, text));
            Assert.Equal(0, await HitsAsync(ben, text));
        }
    }

    [Theory]
    [InlineData("--Security:ApiKeys:0:Name", "anna")]
    [InlineData("--Security:ApiKeys:0:Sha256", "key")]
    [InlineData("--Security:ApiKey:0:Name", "anna")]
    public async Task BadSettings_DoNotStart(string setting, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ServiceHost.StartAsync(setting, value));

        Assert.True(failure is OptionsValidationException or InvalidOperationException);
        Assert.Contains("ApiKey", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<int> HitsAsync(HttpClient client, string text) =>
        (int)(await client.PostAsync(Compress, new JsonObject { ["context"] = text }))["cache"]!["hits"]!;

    private HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = service.Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(Header, key);
        }

        return client;
    }
}
