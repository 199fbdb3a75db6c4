using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Health;

namespace PromptCompressor.IntegrationTests;

public sealed class ServiceTests(ServiceFixture service)
{
    [Fact]
    public async Task Health_LiveAndReady()
    {
        Assert.Equal("live", (string)(await service.Client.GetJsonAsync("/health/live"))["status"]!);
        Assert.Equal("ready", (string)(await service.Client.GetJsonAsync("/health/ready"))["status"]!);
    }

    [Fact]
    public async Task Models_AreListedWithTheDefault()
    {
        var models = (await service.Client.GetJsonAsync("/v1/models"))["models"]!.AsArray();

        Assert.Equal(["xlmr-mini", "xlmr-mini-fast"], models.Select(model => (string)model!["id"]!));
        Assert.Equal([true, false], models.Select(model => (bool)model!["default"]!));
    }

    [Fact]
    public async Task Info_TellsWhatRequestsNeed()
    {
        var info = await service.Client.GetJsonAsync("/v1/info");

        Assert.True((bool)info["ready"]!);
        Assert.Equal("xlmr-mini", (string)info["default_model"]!);
        Assert.Equal(16 * 1024 * 1024, (int)info["limits"]!["body_bytes"]!);
        Assert.Contains("gpt-4o", info["tokenizers"]!.AsArray().Select(name => (string)name!));
        Assert.True((int)info["workers"]! > 0);
        Assert.Contains("""{"name":"number","default":true}""", info["protection_rules"]!.AsArray().Select(rule => rule!.ToJsonString()));
    }

    [Fact]
    public async Task Answers_DoNotNameTheServer()
    {
        using var response = await service.Client.GetAsync(new Uri("/health/live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task Start_WithALimitBelowItsOwnFirstText_Serves()
    {
        await using var host = await ServiceHost.StartReadyAsync("--Limits:OriginTokens", "4");
        await host.Get<IEnumerable<IHostedService>>().OfType<ModelLoading>().Single().ExecuteTask!;

        Assert.False(host.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal("a b", (string)(await host.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = "a b", ["rate"] = 1 }))["compressed_prompt"]!);
    }

    [Fact]
    public async Task Start_BeforeTheModelsAreLoaded_SaysNotReady()
    {
        using var gate = new LoadingGate();
        await using var host = await ServiceHost.StartAsync([], gate.Into);
        var client = host.Client;

        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var live = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        var problem = await client.PostAsync("/v1/compress", new JsonObject { ["context"] = "a" }, HttpStatusCode.ServiceUnavailable);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(1), ready.Headers.RetryAfter?.Delta);
        Assert.Equal("not_ready", (string)problem["code"]!);
        gate.Open();
        await host.UntilReadyAsync();
    }
}
