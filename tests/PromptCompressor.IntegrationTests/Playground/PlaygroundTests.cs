using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page in a real browser, against the real service.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class PlaygroundTests(ServiceFixture service, BrowserFixture browser)
{
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["kept"] = "Kept: probable enough",
        ["dropped"] = "Dropped: not probable enough",
        ["forced"] = "Kept: forced",
        ["joined"] = "Kept: without it two words would run together",
        ["tag"] = "A tag",
        ["whole"] = "Kept: a whole line",
        ["omitted"] = "Left out: a whole line",
    };

    [Fact]
    public async Task Open_ShowsASample_WithoutFaultsOrStrangers()
    {
        await using var page = await OpenAsync();

        Assert.Empty(page.Faults);
        Assert.Equal([service.Client.BaseAddress!.Authority], page.Hosts);
        Assert.True(await page.NumberAsync("#compressed") < await page.NumberAsync("#origin"));
        Assert.Contains("threshold", await page.Page.GetAttributeAsync("#chart", "aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_AreServedWithAStrictPolicy()
    {
        foreach (var file in new[] { "/", "/main.js", "/styles.css", "/icon.svg" })
        {
            using var response = await service.Client.GetAsync(new Uri(file, UriKind.Relative));

            Assert.True(response.IsSuccessStatusCode, file);
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Structure_ShowsItsBlocks_AndLinesForWords()
    {
        var log = string.Join('\n', Enumerable.Range(10, 40).Select(i => i == 30 ? "2031-04-17T03:30:00Z ERROR [pay] settlement 4711 failed" : $"2031-04-17T03:{i}:00Z INFO [http] request {i * 13} done in {i} ms"));
        await using var page = await OpenAsync();
        await page.TypeAsync($"{Texts.Meeting}\n\n{log}");

        Assert.Empty(page.Faults);
        var blocks = page.Page.Locator("#contents li");
        await Assertions.Expect(blocks).ToHaveCountAsync(2);
        Assert.Matches(@"^log[0-9,]+ → [0-9,]+ tokens, [0-9]+ left out$", await blocks.Last.TextContentAsync());
        await blocks.Last.Locator("button").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#words .current.line")).ToHaveCountAsync(1);
        Assert.StartsWith("Kept: a whole line", await page.Page.TextContentAsync("#tip-reason"), StringComparison.Ordinal);
        Assert.StartsWith("log: ", await page.Page.TextContentAsync("#tip-detail"), StringComparison.Ordinal);
        Assert.NotEqual(0, await page.Page.Locator("#words .line.d").CountAsync());

        await page.TypeAsync(Texts.Meeting);
        await Assertions.Expect(page.Page.Locator("#contents")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Type_ShowsWhatTheServiceAnswers()
    {
        await using var page = await OpenAsync();

        await page.TypeAsync(Texts.Meeting);

        var answer = await service.Client.PostAsync("/v1/explain", new JsonObject { ["context"] = Texts.Meeting, ["rate"] = 0.5 });
        Assert.Equal(Texts.Meeting, await page.Words.TextContentAsync());
        Assert.Equal((int)answer["result"]!["compressed_tokens"]!, await page.NumberAsync("#compressed"));
        Assert.Equal((string)answer["result"]!["compressed_prompt"]!, await page.CompressedAsync());
        var kept = answer["texts"]![0]!["words"]!.AsArray().Count(word => (bool)word!["kept"]!);

        // A block of words gets its elements when the browser says that it is near the window.
        await Assertions.Expect(page.Page.Locator("#words .k")).ToHaveCountAsync(kept);
        await page.Page.Locator("#words .d").First.HoverAsync();
        Assert.Equal("Dropped: not probable enough", await page.Page.TextContentAsync("#tip-reason"));
    }

    /// <summary>The columns that the page draws say what the route for people says.</summary>
    [Fact]
    public async Task Hover_EveryKindOfWord_TellsItsReason()
    {
        const string Text = "We use <llmlingua, rate=0.1>this or that, both/neither, and so on</llmlingua> in order 4711, which is, you know, how it was not done before, um, I think unless asked.";
        await using var page = await OpenAsync();
        await page.Page.FillAsync("#force_tokens", "um, both, neither");
        await page.TypeAsync(Text);

        var answer = await service.Client.PostAsync("/v1/explain", new JsonObject { ["context"] = Text, ["rate"] = 0.5, ["force_tokens"] = new JsonArray("um", "both", "neither") });
        var words = answer["texts"]![0]!["words"]!.AsArray();
        var spans = page.Page.Locator("#words .w");
        await Assertions.Expect(spans).ToHaveCountAsync(words.Count);
        foreach (var reason in new[] { "kept", "dropped", "forced", "joined", "tag" })
        {
            var i = Enumerable.Range(0, words.Count).First(i => (string)words[i]!["reason"]! == reason);
            await spans.Nth(i).HoverAsync();

            var shown = (Word: await page.Page.TextContentAsync("#tip-word"), Reason: await page.Page.TextContentAsync("#tip-reason"), Detail: await page.Page.TextContentAsync("#tip-detail"));
            Assert.Equal(Text[(int)words[i]!["start"]!..(int)words[i]!["end"]!], shown.Word);
            Assert.StartsWith(Said[reason], shown.Reason, StringComparison.Ordinal);
            if (words[i]!["probability"] is { } probability)
            {
                Assert.Contains(((double)probability).ToString("f2", System.Globalization.CultureInfo.InvariantCulture), shown.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Slide_ChangesTheResultFromTheCache()
    {
        await using var page = await OpenAsync();
        await page.TypeAsync(Texts.Meeting);
        var half = await page.NumberAsync("#compressed");

        await page.SlideAsync(20);

        Assert.InRange(await page.NumberAsync("#compressed"), 1, (int)(half * 0.6));
        Assert.Contains("from memory", await page.Page.TextContentAsync("#segments-note"), StringComparison.Ordinal);
        await page.SlideAsync(100);
        await page.Page.WaitForSelectorAsync("#words .k");
        Assert.Equal(0, await page.Page.Locator("#words .d").CountAsync());
        Assert.Equal("0 tokens", await page.Page.TextContentAsync("#saved-note"));
    }

    [Fact]
    public async Task Toggle_UnitsAndOptions()
    {
        await using var page = await OpenAsync();
        await page.TypeAsync(Texts.Meeting);

        await page.AnswerAfterAsync(() => page.Page.CheckAsync("input[value=target_token]", new PageCheckOptions { Force = true }));
        await page.AnswerAfterAsync(() => page.Page.FillAsync("#amount", "40"));
        Assert.InRange(await page.NumberAsync("#compressed"), 30, 40);

        await page.AnswerAfterAsync(() => page.Page.CheckAsync("#force_reserve_digit"));
        await page.AnswerAfterAsync(() => page.Page.FillAsync("#force_tokens", "um"));
        Assert.Contains("um", await page.Page.Locator("#words .forced").AllTextContentsAsync());
        await page.AnswerAfterAsync(() => page.Page.FillAsync("#question", "Who writes the post-mortem?"));
        Assert.Contains("ranked with the question", await page.Page.TextContentAsync("#chart-note"), StringComparison.Ordinal);
        Assert.Contains("Maria", await page.Page.Locator("#words .h9").AllTextContentsAsync());

        await page.Page.FillAsync("#question", "");
        await page.AnswerAfterAsync(() => page.Page.SelectOptionAsync("#mode", "reference"));
        Assert.True(await page.Page.Locator("#chart-card").IsHiddenAsync());
        Assert.NotEqual("", await page.CompressedAsync());
    }

    [Fact]
    public async Task DropFile_BecomesTheText()
    {
        await using var page = await OpenAsync();

        await page.AnswerAfterAsync(() => DropAsync(page, "[...new TextEncoder().encode('Ōé 猫 sat on the very old mat, as it always does.')]"));
        Assert.Equal("Ōé 猫 sat on the very old mat, as it always does.", await page.Words.TextContentAsync());

        await DropAsync(page, "[0xff, 0xfe, 0x00]");
        await page.Page.WaitForSelectorAsync("#problem:not([hidden])");
        Assert.Equal("notes.txt is not text in UTF-8.", await page.Page.TextContentAsync("#problem-detail"));

        // As the browser answers for a folder.
        await page.Page.EvaluateAsync("() => { Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError')); }");
        await DropAsync(page, "[0x61]");
        await Assertions.Expect(page.Page.Locator("#problem-detail")).ToHaveTextAsync("notes.txt cannot be read: is it a folder, or gone?");
    }

    [Fact]
    public async Task WrongValue_IsToldAtItsField()
    {
        await using var page = await OpenAsync();

        await page.Page.FillAsync("#amount", "700");
        await page.Page.WaitForSelectorAsync("#problem:not([hidden])");

        Assert.Equal("Unprocessable Entity (invalid)", await page.Page.TextContentAsync("#problem-title"));
        Assert.Equal("rate must be greater than 0 and at most 1.", await page.Page.TextContentAsync("#budget-error"));
        Assert.Equal("true", await page.Page.GetAttributeAsync("#amount", "aria-invalid"));
        await page.AnswerAfterAsync(() => page.Page.FillAsync("#amount", "30"));
        Assert.True(await page.Page.Locator("#problem").IsHiddenAsync() && await page.Page.Locator("#budget-error").IsHiddenAsync());
    }

    /// <summary>Equal segments are scored once, so that a text that repeats itself is long for the page and not for the model.</summary>
    [Fact]
    public async Task HundredThousandWords_AreDrawnWhereTheyAreSeen()
    {
        await using var page = await OpenAsync();
        await page.Page.SelectOptionAsync("#model", "xlmr-mini-fast");
        var text = string.Concat(Enumerable.Repeat(Texts.Fresh(1000, seed: 31), 100));

        await page.AnswerAfterAsync(() => page.PasteAsync(text));
        await page.SlideAsync(30);

        Assert.Equal(text, await page.Words.TextContentAsync());
        await page.Page.WaitForSelectorAsync("#words .w");
        Assert.InRange(await page.Page.Locator("#words .w").CountAsync(), 100, 5000);

        // Blocks that are drawn can change the height, so that the end is reached in more than one step.
        await page.Page.WaitForFunctionAsync(
            "() => { const words = document.getElementById('words'); words.scrollTop = words.scrollHeight; return document.querySelector('#words .block:last-child .w'); }");
        await page.Page.WaitForSelectorAsync("#words .w");
        Assert.InRange(await page.Page.Locator("#words .w").CountAsync(), 100, 5000);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task LongText_ShowsProgressAndCanBeCancelled()
    {
        await using var page = await OpenAsync();

        await page.PasteAsync(Texts.Fresh(30_000, seed: 32));
        await page.Page.WaitForSelectorAsync("#progress:not([hidden])");
        Assert.Matches("^[0-9,]+ of [0-9,]+ segments$", (await page.Page.TextContentAsync("#progress-text"))!);
        await page.Page.ClickAsync("#cancel");

        await page.Page.WaitForSelectorAsync("#progress", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Keyboard_TellsWhyWordsAreKept()
    {
        await using var page = await OpenAsync();
        await page.TypeAsync(Texts.Meeting);

        await page.Page.FocusAsync("#tab-words");
        await page.Page.Keyboard.PressAsync("Tab"); // To Copy,
        await page.Page.Keyboard.PressAsync("Tab"); // and to the words.
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.Keyboard.PressAsync("End");

        Assert.Equal(".", await page.Page.TextContentAsync("#words .current"));
        Assert.Matches("^\\.: (Kept|Dropped): .*probability", (await page.Page.TextContentAsync("#announce"))!);
        Assert.True(await page.Page.Locator("#tip").IsVisibleAsync());
        await page.Page.FocusAsync("#tab-words");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.Locator("#output").IsVisibleAsync());
    }

    [Fact]
    public async Task HostileText_IsText()
    {
        const string Text = "<img src=x onerror=\"document.title='hacked'\"> <script>document.title='hacked'</script> \u202Eabc\u0000 end";
        await using var page = await OpenAsync();

        await page.TypeAsync(Text);
        await page.CompressedAsync();

        Assert.Equal(0, await page.Page.Locator("#words img, #words script, #output img").CountAsync());
        Assert.Equal("PromptCompressor", await page.Page.TitleAsync());
    }

    [Fact]
    public async Task Price_DecidesTheSavedCost()
    {
        await using var page = await OpenAsync();
        var saved = await page.NumberAsync("#origin") - await page.NumberAsync("#compressed");

        await page.Page.FillAsync("#price", "1000");

        Assert.Equal($"${saved}.00", await page.Page.TextContentAsync("#cost"));
    }

    [Fact]
    public async Task AnyWidth_NothingSticksOut()
    {
        await using var page = await OpenAsync();

        foreach (var width in new[] { 360, 768, 1920 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
            Assert.All(
                await page.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.card, .figure, button, input:not(.visually-hidden)')].map(each => each.getBoundingClientRect().right)"),
                right => Assert.InRange(right, -1000, width));
        }
    }

    [Fact]
    public async Task Theme_IsRemembered()
    {
        await using var page = await OpenAsync();
        Assert.Equal("rgb(246, 246, 243)", await BackgroundAsync());

        await page.Page.ClickAsync("#theme");
        Assert.Equal("rgb(18, 20, 22)", await BackgroundAsync());

        await page.Page.ReloadAsync();
        Assert.Equal("rgb(18, 20, 22)", await BackgroundAsync());

        Task<string> BackgroundAsync() => page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
    }

    private static async Task DropAsync(PlaygroundPage page, string bytes) => await page.Page.EvaluateAsync($$"""
        () => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array({{bytes}})], 'notes.txt'));
          dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
          dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }
        """);

    private Task<PlaygroundPage> OpenAsync() => PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
}
