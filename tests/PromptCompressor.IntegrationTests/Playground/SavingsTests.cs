using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page with what the sidecar and the cache have saved.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class SavingsTests(SidecarFixture sidecar, ServiceFixture service, BrowserFixture browser) : IClassFixture<SidecarFixture>
{
    [Fact]
    public async Task Savings_AreThoseOfTheSidecar_ByDayAndByStatus()
    {
        var totals = await ChatAsync(sidecar.Client, seed: 9101);
        var outcome = totals["outcomes"]!["compressed"]!;
        var saved = (long)outcome["original_tokens"]! - (long)outcome["compressed_tokens"]!;
        await using var page = await OpenAsync(sidecar.Sidecar.Address);

        Assert.Empty(page.Faults);
        Assert.Equal(saved, await page.NumberAsync("#saved"));
        Assert.Equal(1, await page.NumberAsync("#requests"));
        await page.Page.FillAsync("#price", "1000");
        Assert.Equal(((double)saved / 1000).ToString("$0.00##", CultureInfo.InvariantCulture), await page.Page.TextContentAsync("#cost"));
        var day = Assert.Single(totals["days"]!.AsArray())!;
        Assert.Equal((string)day["day"]!, await page.Page.Locator("#days th").TextContentAsync());
        Assert.Equal(saved, (long)day["original_tokens"]! - (long)day["compressed_tokens"]!);
        Assert.Equal("compressed", await page.Page.Locator("#statuses th").TextContentAsync());
        Assert.True(await page.Page.Locator("#off").IsHiddenAsync());
        Assert.Contains("segments", await page.Page.TextContentAsync("#cache"), StringComparison.Ordinal);

        await page.Page.SetViewportSizeAsync(320, 640);
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Money_IsReckonedByTheServicesPrices_WhereItHasThem()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var priced = await (await SidecarHost.StartAsync(
            upstream.Address, "--Proxy:Policy:Prices:0:Model", "gpt-*", "--Proxy:Policy:Prices:0:Input", "2000000", "--Proxy:TimeBudgetMilliseconds", "60000")).UntilReadyAsync();
        var outcome = (await ChatAsync(priced.Client, seed: 9102))["outcomes"]!["compressed"]!;
        var money = (2 * ((long)outcome["original_tokens"]! - (long)outcome["compressed_tokens"]!)).ToString("#,0.00", CultureInfo.InvariantCulture);
        await using var page = await OpenAsync(priced.Address);

        Assert.Empty(page.Faults);
        Assert.Equal(money, await page.Page.TextContentAsync("#cost"));
        Assert.Equal(money, await page.Page.Locator("#days td").Last.TextContentAsync());
        Assert.True(await page.Page.Locator("#one-price").IsHiddenAsync());
        Assert.Contains("Proxy:Policy:Prices", await page.Page.Locator("#own-prices").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAnUpstream_SaysWhichSettingIsMissing()
    {
        await using var page = await OpenAsync(service.Client.BaseAddress!);

        await Assertions.Expect(page.Page.Locator("#off")).ToContainTextAsync("Proxy:Upstream");
        Assert.Empty(page.Faults);
    }

    /// <summary>A chat with a long result of a tool, and what <c>/v1/proxy</c> says after it.</summary>
    private static async Task<JsonNode> ChatAsync(HttpClient client, int seed)
    {
        var body = new JsonObject { ["model"] = "gpt-4o", ["messages"] = new JsonArray(new JsonObject { ["role"] = "tool", ["content"] = Texts.Fresh(600, seed: seed) }) };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        JsonNode totals = null!;
        await Eventually.TrueAsync(async () => (totals = await client.GetJsonAsync("/v1/proxy"))["outcomes"]!["compressed"] is not null);
        return totals;
    }

    private async Task<PlaygroundPage> OpenAsync(Uri address)
    {
        var page = await PlaygroundPage.OpenAsync(browser, address);
        await page.Page.GotoAsync("/savings.html");
        await page.Page.WaitForFunctionAsync("() => document.getElementById('savings').dataset.answer");
        return page;
    }
}
