using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Playground;
using PromptCompressor.IntegrationTests.Security;
using PromptCompressor.TestSupport.Browser;

namespace PromptCompressor.IntegrationTests.OpenApi;

/// <summary>The page at /swagger in a real browser, against a service that wants a key.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class SwaggerPageTests(KeyedService service, BrowserFixture browser) : IClassFixture<KeyedService>
{
    [Fact]
    public async Task AuthorizeAndExecute_TheCallIsAnswered()
    {
        Assert.SkipUnless(Chromium.Binary is not null, "There is no Chromium.");
        await using var context = await browser.Chromium.Browser.NewContextAsync();
        var page = await OpenAsync(context);

        Assert.Equal("401", await ExecuteAsync(page, "Models"));
        await AuthorizeAsync(page);
        Assert.Equal("200", await ExecuteAsync(page, "Models"));
    }

    /// <summary>What the page shows as the body is what it sends.</summary>
    [Fact]
    public async Task WarmCache_ItsExample_WarmsOneText()
    {
        Assert.SkipUnless(Chromium.Binary is not null, "There is no Chromium.");
        await using var context = await browser.Chromium.Browser.NewContextAsync();
        var page = await OpenAsync(context);
        await AuthorizeAsync(page);

        Assert.Equal("200", await ExecuteAsync(page, "WarmCache"));
        var answer = await Operation(page, "WarmCache").Locator(".live-responses-table .response-col_description .microlight").First.InnerTextAsync();
        Assert.Contains("\"line\":1", answer.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\"line\":2", answer.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phone_ThePageIsAsWideAsTheScreen()
    {
        Assert.SkipUnless(Chromium.Binary is not null, "There is no Chromium.");
        await using var context = await browser.Chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 800 }, IsMobile = true });
        var page = await OpenAsync(context);

        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.clientWidth"));
    }

    private async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(service.Address, "/swagger").ToString());
        await page.WaitForSelectorAsync(".opblock");
        return page;
    }

    private static async Task AuthorizeAsync(IPage page)
    {
        await page.ClickAsync(".auth-wrapper .authorize");
        await page.FillAsync(".auth-container input", "key-of-anna");
        await page.ClickAsync(".auth-btn-wrapper .authorize");
        await page.ClickAsync(".auth-btn-wrapper .btn-done");
    }

    private static ILocator Operation(IPage page, string id) => page.Locator($"[id$='-{id}'].opblock");

    /// <returns>The status that the page shows.</returns>
    private static async Task<string> ExecuteAsync(IPage page, string id)
    {
        var operation = Operation(page, id);
        if (!await operation.Locator(".execute").IsVisibleAsync())
        {
            await operation.Locator(".opblock-summary-control").ClickAsync();
        }

        var answered = page.WaitForResponseAsync(response => response.Request.Url.Contains("/v1/", StringComparison.Ordinal));
        await operation.Locator(".execute").ClickAsync();
        var status = (await answered).Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await operation.Locator(".live-responses-table .response-col_status").Filter(new LocatorFilterOptions { HasText = status }).First.WaitForAsync();
        return status;
    }
}
