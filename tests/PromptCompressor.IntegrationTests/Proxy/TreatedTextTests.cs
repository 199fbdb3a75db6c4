using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Texts that come again with every turn, through the whole service: remembered or not, the upstream reads the same bytes.</summary>
public sealed class TreatedTextTests : IAsyncLifetime
{
    private static readonly string[] Results =
    [
        string.Join("\n\n", SampleTexts.Paragraphs("prose", 10)),
        string.Join('\n', Enumerable.Range(0, 80).Select(i => string.Create(CultureInfo.InvariantCulture, $"2031-04-17T03:{i / 60:00}:{i % 60:00}Z INFO [http] request {1000 + (i * 13)} for /orders/{i} done in {i * 3} ms"))),
        new JsonArray([.. Enumerable.Range(0, 80).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["town"] = "Oslo", ["total"] = i * 37 })]).ToJsonString(),
    ];

    private FakeUpstream? _upstream;

    public async ValueTask InitializeAsync() => _upstream = await FakeUpstream.StartAsync();

    public async ValueTask DisposeAsync() => await _upstream!.DisposeAsync();

    [Fact]
    public async Task Texts_BecomeTheSameBytes_RememberedForgottenOrNeverKept()
    {
        await using var remembering = await StartAsync();
        await using var forgetting = await StartAsync("--Cache:MemoryMegabytes", "0");
        var first = await SentAsync(remembering, Results);
        var again = await SentAsync(remembering, Results);
        using var deleted = await remembering.Client.DeleteAsync("/v1/cache", TestContext.Current.CancellationToken);
        var removed = await deleted.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        var left = await remembering.Client.GetFromJsonAsync<JsonObject>("/v1/cache", TestContext.Current.CancellationToken);

        Assert.Equal(first, again);
        Assert.InRange((int)removed!["memory_entries"]!, 2 * Results.Length, int.MaxValue);
        Assert.Equal(0, (int)left!["memory"]!["entries"]!);
        Assert.Equal(first, await SentAsync(remembering, Results));
        Assert.Equal(first, await SentAsync(forgetting, Results));
        Assert.Equal(first, await SentAsync(forgetting, Results));
    }

    private Task<SidecarHost> StartAsync(params string[] settings) => StartAsync(_upstream!.Address, ["--Proxy:TimeBudgetMilliseconds", "60000", .. settings]);

    private static async Task<SidecarHost> StartAsync(string upstream, string[] settings) => await (await SidecarHost.StartAsync(upstream, settings)).UntilReadyAsync();

    private async Task<string> SentAsync(SidecarHost sidecar, string[] results)
    {
        var messages = string.Join(',', results.Select(result => $$"""{"role":"tool","tool_call_id":"c","content":{{JsonSerializer.Serialize(result)}}}"""));
        using var content = new StringContent($$"""{"model":"gpt-4o","messages":[{{messages}}]}""", Encoding.UTF8, "application/json");
        using var response = await sidecar.Client.PostAsync("/v1/chat/completions", content, TestContext.Current.CancellationToken);

        Assert.Equal("compressed", response.Headers.GetValues("x-promptcompressor-status").Single());
        return _upstream!.Last.Text;
    }
}
