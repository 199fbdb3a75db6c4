using System.Security.Cryptography;
using System.Text;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page before a service that wants keys and has no soft model.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class PlaygroundSetupTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Key = "key-of-anna";

    private ServiceHost? _host;

    private Uri Address => _host!.Address;

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartReadyAsync(
        "--Engine:ModelsPath", Path.Combine(TestPaths.Golden, "arch"),
        "--Engine:DefaultModel", "tinybert-random",
        "--Security:ApiKeys:0:Name", "anna",
        "--Security:ApiKeys:0:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
        "--Security:ApiKeys:0:Namespace", "a");

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Key_IsAskedForAndSent_AndNeverShown()
    {
        await using var page = await PlaygroundPage.OpenAsync(browser, Address);
        await page.Page.WaitForSelectorAsync("#key-form:not([hidden])");
        Assert.Equal("Unauthorized (unauthorized)", await page.Page.TextContentAsync("#problem-title"));

        await page.Page.FillAsync("#key", "not-the-key");
        await page.Page.RunAndWaitForResponseAsync(() => page.Page.PressAsync("#key", "Enter"), response => response.Status == 401);
        Assert.True(await page.Page.Locator("#key-form").IsVisibleAsync());

        await page.Page.FillAsync("#key", Key);
        await page.AnswerAfterAsync(() => page.Page.PressAsync("#key", "Enter"));
        Assert.True(await page.Page.Locator("#problem").IsHiddenAsync());
        Assert.True(await page.NumberAsync("#compressed") < await page.NumberAsync("#origin"));
        await page.Page.ClickAsync("#tab-code");
        var code = (await page.Page.TextContentAsync("#snippet"))!;
        Assert.Contains("x-promptcompressor-key: YOUR_KEY", code, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, code, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, await page.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoSoftModel_NoSoftTab()
    {
        await using var page = await PlaygroundPage.OpenAsync(browser, Address);
        await page.Page.FillAsync("#key", Key);
        await page.AnswerAfterAsync(() => page.Page.PressAsync("#key", "Enter"));

        Assert.True(await page.Page.Locator("#tab-soft").IsHiddenAsync());
        await page.Page.ClickAsync("#tab-blocks");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.Locator("#snippet").IsVisibleAsync());
    }
}
