using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>Soft compression on the page, in a real browser, with the bundled soft model.</summary>
[Collection(nameof(SharedBrowser))]
public sealed partial class SoftTabTests(ServiceFixture service, BrowserFixture browser)
{
    private static readonly string Text = Fresh(seed: 7061);

    [Fact]
    public async Task Again_WhatMissedHits()
    {
        var text = Fresh(seed: 7063);
        await using var page = await OpenAsync(text);
        var segments = page.Page.Locator("#soft .seg");
        var count = await segments.CountAsync();

        Assert.Equal(text, await segments.AllTextContentsAsync().ContinueWith(texts => string.Concat(texts.Result), TaskScheduler.Default));
        Assert.Equal(count, await page.Page.Locator("#soft .seg.computed").CountAsync());
        Assert.Contains($"{count} segments computed now", await TotalsAsync(page), StringComparison.Ordinal);
        var (tokens, rows) = SizeOf(await TotalsAsync(page));
        var sizes = (await segments.EvaluateAllAsync<string[]>("all => all.map(each => each.dataset.note)")).Select(note => NumbersOf(note)).ToArray();
        Assert.Equal((tokens, rows), (sizes.Sum(size => size[0]), sizes.Sum(size => size[1])));

        await page.Page.ClickAsync("#soft-again");
        await page.Page.WaitForSelectorAsync("#soft .seg.memory");

        Assert.Contains($"{count} segments from memory", await TotalsAsync(page), StringComparison.Ordinal);
        Assert.Equal((tokens, rows), SizeOf(await TotalsAsync(page)));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Edit_OneSentenceMisses()
    {
        var text = Fresh(seed: 7062);
        await using var page = await OpenAsync(text);
        var sentences = text.Split(". ");
        sentences[4] = "Somebody else has written this sentence";

        await page.Page.FillAsync("#context", string.Join(". ", sentences));
        await page.Page.WaitForSelectorAsync("#soft .seg.memory");

        Assert.Contains("Somebody else has written this sentence.", await page.Page.Locator("#soft .seg.computed").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyboard_TellsOfEverySegment()
    {
        await using var page = await OpenAsync(Text);

        await page.Page.FocusAsync("#soft-again");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("ArrowRight");

        Assert.Matches("^Segment 2 of [0-9]+: [0-9]+ tokens? → [0-9]+ rows?$", (await page.Page.TextContentAsync("#tip-reason"))!);
        Assert.Matches("^rows [0-9]+ to [0-9]+ · (hit: from memory|miss: computed now)$", (await page.Page.TextContentAsync("#tip-detail"))!);
        await page.Page.Locator("#soft .seg").Nth(2).HoverAsync();
        Assert.StartsWith("Segment 3 of", await page.Page.TextContentAsync("#tip-reason"), StringComparison.Ordinal);
    }

    /// <summary>One segment over and over, so that the text is too long for soft compression and short for the models.</summary>
    [Fact]
    public async Task TooLong_IsToldUntilAnotherTextComes()
    {
        await using var page = await OpenAsync(Text);
        var error = Assertions.Expect(page.Page.Locator("#soft-error"));

        await page.AnswerAfterAsync(() => page.PasteAsync(string.Concat(Enumerable.Repeat("Nobody asked why the engines of the ship had failed. ", 3500))));
        await error.ToContainTextAsync("Limits:SoftRows is 16384");
        await page.SlideAsync(30);

        await error.ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#soft .seg")).ToHaveCountAsync(0);
        await page.Page.FillAsync("#context", Text);
        await page.Page.WaitForSelectorAsync("#soft .seg");
        await error.ToBeHiddenAsync();
    }

    [Fact]
    public async Task Narrow_NothingSticksOut()
    {
        await using var page = await OpenAsync(Text);
        await page.Page.SetViewportSizeAsync(360, 800);

        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => { const soft = document.getElementById('soft'); return soft.scrollWidth <= soft.clientWidth; }"));
    }

    /// <summary>In one line: a line end by itself is a segment that every text has.</summary>
    private static string Fresh(int seed) => Texts.Fresh(120, seed).Replace(".\n", ". ", StringComparison.Ordinal).TrimEnd();

    private static Task<string?> TotalsAsync(PlaygroundPage page) => page.Page.TextContentAsync("#soft-totals");

    private static (int Tokens, int Rows) SizeOf(string? totals)
    {
        var size = Size().Match(totals!);
        return (int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static int[] NumbersOf(string note) => [.. note.Split(' ')[0].Split('→').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    [GeneratedRegex("([0-9]+) tokens → ([0-9]+) rows")]
    private static partial Regex Size();

    private async Task<PlaygroundPage> OpenAsync(string text)
    {
        var page = await PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
        await page.TypeAsync(text);
        await page.Page.ClickAsync("#tab-soft");
        await page.Page.WaitForSelectorAsync("#soft .seg");
        return page;
    }
}
