using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page where answers are late, refused, or from something in between.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class PlaygroundFaultTests(ServiceFixture service, BrowserFixture browser)
{
    private const string Explain = "**/v1/explain/columns";

    [Fact]
    public async Task LateAnswer_OfAnOlderText_IsNotShown()
    {
        await using var page = await OpenAsync();
        var release = new TaskCompletionSource();
        await page.Page.RouteAsync(Explain, async route =>
        {
            if (route.Request.PostData!.Contains("older", StringComparison.Ordinal))
            {
                await release.Task;
            }

            await route.ContinueAsync();
        });

        await page.Page.FillAsync("#context", "An older text, of which nobody wants to hear any more.");
        await page.Page.WaitForRequestAsync(Explain);
        await page.Page.EvaluateAsync("() => document.getElementById('key-form').requestSubmit()"); // Asks again, while the first is under way.
        await page.TypeAsync("A newer text, that everybody waits for, with ten more words.");
        release.SetResult();
        await page.SlideAsync(30);

        await Assertions.Expect(page.Words).ToContainTextAsync("newer");
        await Assertions.Expect(page.Words).Not.ToContainTextAsync("older");
    }

    [Theory]
    [InlineData(502, "{\"error\":\"bad gateway\"}", "The service answered 502.")]
    [InlineData(502, "null", "The service answered 502.")]
    [InlineData(502, "<html>", "The service answered 502.")]
    [InlineData(200, "<html>\nLog in</html>", "What came is not what the service answers.")]
    public async Task AnswerOfAGateway_IsTold(int status, string body, string detail)
    {
        await using var page = await OpenAsync();
        await page.Page.RouteAsync(Explain, route => route.FulfillAsync(new RouteFulfillOptions { Status = status, Body = body }));

        await page.Page.FillAsync("#context", "A text.");

        await Assertions.Expect(page.Page.Locator("#problem-detail")).ToContainTextAsync(detail);
        await Assertions.Expect(page.Page.Locator("#problem-title")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task RefusalOfAGateway_AsksForAKey_ThatAHeaderCanHold()
    {
        await using var page = await OpenAsync();
        await page.Page.RouteAsync(Explain, route => route.FulfillAsync(new RouteFulfillOptions { Status = 401, Body = "{\"error\":\"no\"}" }));
        await page.Page.FillAsync("#context", "A text.");

        await page.Page.FillAsync("#key", "ключ");
        await page.Page.PressAsync("#key", "Enter");
        await Assertions.Expect(page.Page.Locator("#problem-detail")).ToContainTextAsync("ASCII");

        await page.Page.UnrouteAsync(Explain);
        await page.Page.FillAsync("#key", "abc");
        await page.AnswerAfterAsync(() => page.Page.PressAsync("#key", "Enter"));
        Assert.True(await page.Page.Locator("#problem").IsHiddenAsync());
    }

    [Fact]
    public async Task ServiceNotReady_KeepsTheChosenModel()
    {
        await using var page = await OpenAsync();
        await page.AnswerAfterAsync(() => page.Page.SelectOptionAsync("#model", "xlmr-mini-fast"));
        await page.Page.RouteAsync(Explain, route => route.FulfillAsync(new RouteFulfillOptions { Status = 503, Body = "{}" }), new PageRouteOptions { Times = 1 });

        await page.SlideAsync(30);

        Assert.Equal("xlmr-mini-fast", await page.Page.InputValueAsync("#model"));
    }

    [Fact]
    public async Task SoftTab_AsksAgain_WhatFailedForAWhile()
    {
        await using var page = await OpenAsync();
        await page.Page.RouteAsync("**/v1/soft/compress", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503, Body = "{}" }), new PageRouteOptions { Times = 1 });
        await page.Page.ClickAsync("#tab-soft");
        await Assertions.Expect(page.Page.Locator("#soft-error")).ToContainTextAsync("503");

        await page.Page.ClickAsync("#tab-words");
        await page.Page.ClickAsync("#tab-soft");

        await page.Page.WaitForSelectorAsync("#soft .seg");
        await Assertions.Expect(page.Page.Locator("#soft-error")).ToBeHiddenAsync();
    }

    /// <summary>As over plain http, where a page has no clipboard of its own.</summary>
    [Fact]
    public async Task Copy_WithoutTheClipboardOfThePage_Copies()
    {
        await using var page = await OpenAsync();
        await page.Page.EvaluateAsync("() => { navigator.clipboard.writeText = undefined; }");

        await page.Page.ClickAsync("#copy");

        await page.Page.WaitForFunctionAsync("() => document.getElementById('copy').textContent === 'Copied'");
        Assert.Equal(await page.CompressedAsync(), await page.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    private Task<PlaygroundPage> OpenAsync() => PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
}
