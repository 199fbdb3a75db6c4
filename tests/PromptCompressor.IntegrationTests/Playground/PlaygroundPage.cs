using System.Globalization;
using Microsoft.Playwright;
using PromptCompressor.TestSupport.Browser;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page as a person uses it.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    private const float Patience = 20_000; // Milliseconds: a busy machine takes seconds.

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];
    private readonly List<string> _hosts = [];

    private PlaygroundPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => _hosts.Add(new Uri(request.Url).Authority);
    }

    public IPage Page { get; }

    /// <summary>What the page has complained of.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Whom it has talked to.</summary>
    public IEnumerable<string> Hosts => _hosts.Distinct();

    public ILocator Words => Page.Locator("#words");

    public static async Task<PlaygroundPage> OpenAsync(BrowserFixture fixture, Uri address)
    {
        Assert.SkipUnless(Chromium.Binary is not null, "There is no Chromium here: apt-get install chromium-headless-shell. The playground was not tested.");
        var context = await fixture.Chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = await context.NewPageAsync();
        var playground = new PlaygroundPage(context, page);
        await page.GotoAsync("/");
        return playground;
    }

    /// <summary>Opens it and waits until the sample is answered.</summary>
    public static async Task<PlaygroundPage> OpenAnsweredAsync(BrowserFixture fixture, Uri address)
    {
        var page = await OpenAsync(fixture, address);
        await page.Page.WaitForFunctionAsync("() => document.getElementById('result').dataset.answer");
        return page;
    }

    /// <summary>Does something and waits until what it has led to is on screen.</summary>
    public async Task AnswerAfterAsync(Func<Task> action)
    {
        var before = await AnswersAsync();
        await action();
        await Page.WaitForFunctionAsync("before => Number(document.getElementById('result').dataset.answer ?? 0) > before", before);
    }

    public Task TypeAsync(string text) => AnswerAfterAsync(() => Page.FillAsync("#context", text));

    /// <summary>In place of all that is there.</summary>
    public async Task PasteAsync(string text)
    {
        await Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await Page.FocusAsync("#context");
        await Page.Keyboard.PressAsync("Control+a");
        await Page.Keyboard.PressAsync("Control+v");
    }

    public Task SlideAsync(int value) =>
        AnswerAfterAsync(() => Page.Locator("#slider").FillAsync(value.ToString(CultureInfo.InvariantCulture)));

    public async Task<int> NumberAsync(string id) =>
        int.Parse((await Page.TextContentAsync(id))!, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    public async Task<string> CompressedAsync()
    {
        await Page.ClickAsync("#tab-compressed");
        var text = await Page.Locator("#output").TextContentAsync();
        await Page.ClickAsync("#tab-words");
        return text!;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private async Task<int> AnswersAsync() => await Page.EvaluateAsync<int>("() => Number(document.getElementById('result').dataset.answer ?? 0)");

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            _faults.Add(text);
        }
    }
}
